package dev.plumbline.server.runs;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.stereotype.Component;

/** Where the runs of this process are, in words, for whoever waits for one of them. */
@Component
public class RunProgress {
    private final ConcurrentMap<Long, String> steps = new ConcurrentHashMap<>();

    public void at(long run, String step) {
        steps.put(run, step);
    }

    public void ended(long run) {
        steps.remove(run);
    }

    Optional<String> of(long run) {
        return Optional.ofNullable(steps.get(run));
    }
}
