package dev.plumbline.server.health;

/** One thing that {@code /health} looks at. A bean of this type is a component of the answer; nothing else is needed. */
public interface HealthCheck {
    /** The component's name in the answer. */
    String name();

    /** Quick, and safe to be called by anybody: what it says is shown without a key. */
    Finding look();

    /** Whether the server can do its work: only DOWN makes it not ready. */
    enum Status {
        UP,
        /** Somebody should look, but requests are answered: an overdue job, say. */
        WARN,
        DOWN
    }

    /** @param reason why it is not UP, for a person; null when it is. No path, key or id. */
    record Finding(Status status, String reason) {
        public static final Finding UP = new Finding(Status.UP, null);

        public static Finding warn(String reason) {
            return new Finding(Status.WARN, reason);
        }

        public static Finding down(String reason) {
            return new Finding(Status.DOWN, reason);
        }
    }
}
