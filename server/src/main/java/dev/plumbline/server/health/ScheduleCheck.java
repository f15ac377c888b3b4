package dev.plumbline.server.health;

import dev.plumbline.monitor.jobs.JobStates;
import dev.plumbline.monitor.jobs.JobStates.JobState;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Overdue jobs: requests are answered all the same, but somebody should look. */
@Component
class ScheduleCheck implements HealthCheck {
    private final JobStates states;

    ScheduleCheck(JobStates states) {
        this.states = states;
    }

    @Override
    public String name() {
        return "schedule";
    }

    @Override
    public Finding look() {
        Map<String, Long> overdue = states.all().stream()
                .filter(JobState::overdue)
                .collect(Collectors.groupingBy(JobState::job, TreeMap::new, Collectors.counting()));
        if (overdue.isEmpty()) {
            return Finding.UP;
        }
        return Finding.warn("Overdue: "
                + overdue.entrySet().stream()
                        .map(each -> each.getKey() + " of " + each.getValue()
                                + (each.getValue() == 1 ? " model" : " models"))
                        .collect(Collectors.joining(", "))
                + "; /api/v1/runs tells what failed");
    }
}
