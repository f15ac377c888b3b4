package dev.plumbline.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far long work is: a bar that goes away, on a terminal only. */
final class LongWork implements AutoCloseable {
    private static final int WIDTH = 100;
    private static final int UPDATE_MILLIS = 100;

    private final ProgressBar bar;

    private LongWork(ProgressBar bar) {
        this.bar = bar;
    }

    static LongWork none() {
        return new LongWork(null);
    }

    /** @param total how much there is to do; 0 when that is not known */
    static LongWork of(String task, long total, String unit, long unitSize) {
        if (!Terminal.showsErrors()) {
            return none();
        }
        // The consumer is given its width: else the library starts JLine to ask the terminal for it.
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        return new LongWork(new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total == 0 ? -1 : total)
                .setUnit(unit, unitSize)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(err, Math.min(WIDTH, Terminal.columns())))
                .clearDisplayOnFinish()
                .build());
    }

    void step(long done) {
        if (bar != null) {
            bar.stepBy(done);
        }
    }

    void stepTo(long done) {
        if (bar != null) {
            bar.stepTo(done);
        }
    }

    /** Where work is whose end is not known. */
    void tell(String part, String step) {
        if (bar != null) {
            bar.setExtraMessage(part + ", " + step);
            bar.step();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
