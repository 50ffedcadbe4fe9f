package outside.agent;

public final class Application {
    public static void main(String[] args) {
        System.out.println("application");
    }
}
