package dev.plumbline.cli;

/** What the process answers to its caller; scripts branch on these numbers, so they never change. */
enum ExitCode {
    /** All is well; also a verdict of {@code Suspected}. */
    FINE(0),
    /** Plumbline itself failed. */
    INTERNAL_ERROR(1),
    /** The command line or the input is wrong. */
    USAGE(2),
    /** The audit found the probabilities drifted. */
    DRIFTED(3),
    /** Under 50 usable rows; the report is still given. */
    NOT_ENOUGH_DATA(4),
    /** The gate kept what is in force. */
    GATE_REFUSED(5);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
