package dev.gossamer.examples;

import dev.gossamer.WeakValueMap;

/** A cache of sessions that nobody has to clean. */
final class SessionCache implements TourScene {

    private record Session(String user, StringBuilder journal) {
        static Session login(String user) {
            return new Session(user, new StringBuilder("logged in"));
        }
    }

    @Override
    public String title() {
        return "A session cache that cleans itself (WeakValueMap)";
    }

    @Override
    public void play(TourStage stage) {
        WeakValueMap<String, Session> sessions = WeakValueMap.create();
        Session ada = sessions.computeIfAbsent("ada", Session::login);
        visit(sessions, "ben");
        stage.show(sessions.get("ada") == ada, "everyone who asks for \"ada\" gets the same session");
        stage.collectUntil("ben's session is gone", () -> sessions.estimatedSize() == 1);
        stage.show(!sessions.containsKey("ben"), "nobody uses ben's session: %s", sessions.keySet());
        stage.show(sessions.get("ada") == ada, "ada's is in use and stays, journal and all: %s", ada.journal());
    }

    private static void visit(WeakValueMap<String, Session> sessions, String user) {
        sessions.computeIfAbsent(user, Session::login).journal().append(", left");
    }
}
