package dev.plumbline.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.monitor.Page;
import dev.plumbline.monitor.jobs.Completion;
import dev.plumbline.monitor.jobs.JobRequest;
import dev.plumbline.monitor.jobs.JobRun;
import dev.plumbline.monitor.jobs.JobRunner;
import dev.plumbline.monitor.jobs.RunHandle;
import dev.plumbline.monitor.jobs.RunStore;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Section 1: only a call during a run joins it. Without HTTP, so that calls follow each other closely enough. */
class ContractJoinTest {
    private static final int CALLS = 100_000;

    /** Forgets everything. */
    private static final class NoRuns implements RunStore {
        @Override
        public Optional<byte[]> answer(JobRequest request) {
            return Optional.empty();
        }

        @Override
        public Start start(JobRequest request, String node, Instant now) {
            return new Start(new RunHandle(1, 1), Optional.empty());
        }

        @Override
        public void join(JobRequest request, RunHandle run) {}

        @Override
        public void complete(Completion completion) {}

        @Override
        public void fail(RunHandle run, String error, Instant now) {}

        @Override
        public int failInterrupted(Instant now) {
            return 0;
        }

        @Override
        public Page<JobRun> list(String job, String model, long before, int limit) {
            return new Page<>(List.of(), null);
        }

        @Override
        public Optional<JobRun> find(long id) {
            return Optional.empty();
        }

        @Override
        public List<Total> totals() {
            return List.of();
        }

        @Override
        public Optional<byte[]> answer(long id) {
            return Optional.empty();
        }

        @Override
        public Optional<Long> answeredBy(JobRequest request) {
            return Optional.empty();
        }

        @Override
        public List<LastSuccess> lastSuccesses() {
            return List.of();
        }
    }

    /** A run that stays open a moment after its answer was given would be joined by some of so many calls. */
    @Test
    void callRightAfterAnAnswer_doesNotJoinTheRunThatIsOver() {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            JobRunner runner = new JobRunner(new NoRuns(), Clock.systemUTC(), "node", executor);
            JobRequest request = new JobRequest(JobRequest.AUDIT, "m", "", null);
            for (int i = 0; i < CALLS; i++) {
                byte[] mine = ByteBuffer.allocate(4).putInt(i).array();

                assertThat(runner.run(request, handle -> mine).body()).isSameAs(mine);
            }
        } finally {
            executor.shutdownNow();
        }
    }
}
