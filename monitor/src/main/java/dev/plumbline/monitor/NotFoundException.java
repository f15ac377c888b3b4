package dev.plumbline.monitor;

/** Something that was asked for by name does not exist: 404 over HTTP, exit code 2 on the command line. */
public final class NotFoundException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotFoundException(String message) {
        super(message);
    }

    /** The one message for an audit that the model does not have. */
    public static NotFoundException audit(long id, String model) {
        return new NotFoundException("Unknown audit: " + id + " of model " + model);
    }

    /** The one message for a model that nobody declared. */
    public static NotFoundException model(String name) {
        return new NotFoundException("Unknown model: " + name);
    }
}
