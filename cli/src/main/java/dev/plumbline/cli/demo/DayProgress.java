package dev.plumbline.cli.demo;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far the simulated days are: a bar that goes away on a terminal, else a plain line now and then. */
final class DayProgress implements AutoCloseable {
    private static final int DAYS_A_LINE = 30;
    private static final int UPDATE_MILLIS = 100;

    private final int days;
    private final PrintWriter plain;
    private final ProgressBar bar;

    /**
     * The progress of some of the days.
     *
     * @param days how many there are in all
     * @param width columns of the terminal that the bar may take
     * @param plain where the lines go when there is no terminal
     */
    DayProgress(int firstDay, int lastDay, int days, boolean terminal, int width, PrintWriter plain) {
        this.days = days;
        this.plain = plain;
        this.bar = terminal ? bar(firstDay, lastDay, width) : null;
    }

    // The consumer is given its width: else the library starts JLine to ask the terminal for it.
    private static ProgressBar bar(int firstDay, int lastDay, int width) {
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        return new ProgressBarBuilder()
                .setTaskName("days " + firstDay + " to " + lastDay)
                .setInitialMax(lastDay - firstDay + 1L)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(err, width))
                .clearDisplayOnFinish()
                .hideEta()
                .build();
    }

    void done(int day) {
        if (bar != null) {
            bar.step();
        } else if (day % DAYS_A_LINE == 0) {
            plain.println("plumbline demo: day " + day + " of " + days);
            plain.flush();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
