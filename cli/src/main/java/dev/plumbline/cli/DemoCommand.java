package dev.plumbline.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code plumbline demo}: the whole story on made-up data, with a progress bar. */
@Command(
        name = "demo",
        description = "Shows the whole story on made-up data; then serves it, unless told to end.",
        sortOptions = false)
final class DemoCommand implements Callable<Integer> {
    @Option(
            names = "--exit",
            description = "End when the story is told; so it does when standard output is no terminal.")
    private boolean exit;

    @Override
    public Integer call() {
        return runDemo(exit || !Terminal.showsOutput()).code();
    }

    // THE SEAM to the demo. It starts the server by ServeCommand.startServer.
    private static ExitCode runDemo(boolean endWhenTold) {
        throw new UnsupportedOperationException("this build has no demo, asked to end: " + endWhenTold);
    }
}
