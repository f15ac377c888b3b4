package dev.plumbline.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** Listens to one logger. Attach it after the server has started: a start sets logging up anew. */
final class ContractLog implements AutoCloseable {
    private final Logger logger;
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    private ContractLog(Logger logger) {
        this.logger = logger;
        lines.start();
        logger.addAppender(lines);
    }

    static ContractLog of(Class<?> type) {
        return of(type.getName());
    }

    static ContractLog of(String name) {
        return new ContractLog((Logger) LoggerFactory.getLogger(name));
    }

    List<ILoggingEvent> events() {
        return List.copyOf(lines.list);
    }

    List<String> messages() {
        return events().stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    List<String> messages(Level level) {
        return events().stream()
                .filter(event -> event.getLevel().equals(level))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    /** What was printed to standard output, where the log goes, while a server started, and the server. */
    record Started(TestServer server, String printed) {}

    static Started starting(Supplier<TestServer> start) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            TestServer server = start.get();
            return new Started(server, bytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }

    @Override
    public void close() {
        logger.detachAppender(lines);
    }
}
