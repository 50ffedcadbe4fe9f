package dev.gossamer.examples.near;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The other process: does what its input says, a line at a time, and ends with its input. */
final class PeerMain {
    private PeerMain() {}

    /**
     * Runs it.
     *
     * @param ports its own, and that of the process that started it
     * @throws IOException if its input cannot be read
     */
    public static void main(String... ports) throws IOException {
        int own = Integer.parseInt(ports[0]);
        try (LoopbackMember member = new LoopbackMember(own, Integer.parseInt(ports[1]), own)) {
            BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            System.out.println("> ready");
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                String[] words = line.split(" ");
                System.out.println("> " + answer(member, words));
            }
        }
    }

    private static String answer(LoopbackMember member, String... words) {
        return switch (words[0]) {
            case "put" -> {
                member.covers.put(words[1], new Cover(words[1], Integer.parseInt(words[2])));
                yield "written";
            }
            case "get" -> String.valueOf(member.covers.get(words[1]));
            default -> throw new IllegalArgumentException("no command " + words[0]);
        };
    }
}
