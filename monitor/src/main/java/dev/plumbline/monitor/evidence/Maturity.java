package dev.plumbline.monitor.evidence;

import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.evidence.EvidenceStore.DelayCount;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.databind.node.ObjectNode;

/**
 * When the outcomes of a day of predictions count as complete: so many days after it. The delay is declared, or learned from how late
 * outcomes of each class became known: the smallest number of days D such that no cohort of 2*D days or older has waited longer for
 * anything, with {@value #REQUIRED} outcomes of either class among those cohorts. Younger cohorts say nothing: of the class that is
 * known late they hold what was early only.
 *
 * @param delay in whole days; empty while it is not learned
 * @param learned whether it comes from the data
 * @param known outcomes of either class in cohorts that are old enough, negatives first
 * @param curve what is known of either class, negatives first
 */
public record Maturity(OptionalLong delay, boolean learned, List<Long> known, List<Curve> curve) {
    /** Outcomes of each class that a learned delay must rest on. */
    public static final long REQUIRED = 50;

    private static final double MOST = 0.95;

    /**
     * How late the outcomes of one class became known.
     *
     * @param count how many
     * @param within95 days within which 95 % of them were known; null without any
     * @param longest days until the last was known; null without any
     */
    public record Curve(long count, Long within95, Long longest) {
        static Curve of(List<DelayCount> delays) {
            long count = delays.stream().mapToLong(DelayCount::count).sum();
            if (count == 0) {
                return new Curve(0, null, null);
            }
            long longest = delays.stream().mapToLong(DelayCount::delay).max().orElseThrow();
            long[] byDelay = new long[Math.toIntExact(longest) + 1];
            delays.forEach(each -> byDelay[(int) each.delay()] += each.count());
            long seen = 0;
            int within = 0;
            while ((seen += byDelay[within]) < MOST * count) {
                within++;
            }
            return new Curve(count, (long) within, longest);
        }
    }

    /**
     * The maturity of a version's cohorts.
     *
     * @param declared the declared delay, rounded up to whole days; null for {@code auto}
     * @param delays of all its pairs
     * @param today the day of the time of asking
     */
    static Maturity of(Duration declared, List<DelayCount> delays, long today) {
        OptionalLong delay;
        List<Long> known;
        if (declared != null) {
            delay = OptionalLong.of(wholeDays(declared));
            known = counts(delays, Long.MAX_VALUE);
        } else {
            long shortest = shortest(delays, today);
            known = counts(delays, today - 2 * shortest);
            delay = known.stream().allMatch(count -> count >= REQUIRED)
                    ? OptionalLong.of(shortest)
                    : OptionalLong.empty();
        }
        // the curve leaves out what is too young to show its late part
        long before = delay.isPresent() ? today - 2 * delay.getAsLong() : Long.MAX_VALUE;
        return new Maturity(
                delay, declared == null, known, List.of(curve(delays, false, before), curve(delays, true, before)));
    }

    private static Curve curve(List<DelayCount> delays, boolean positive, long before) {
        return Curve.of(delays.stream()
                .filter(each -> each.positive() == positive && each.day() < before)
                .toList());
    }

    /** Outcomes of either class, negatives first, of days before {@code before}. */
    private static List<Long> counts(List<DelayCount> delays, long before) {
        long[] counts = new long[2];
        delays.stream()
                .filter(each -> each.day() < before)
                .forEach(each -> counts[each.positive() ? 1 : 0] += each.count());
        return List.of(counts[0], counts[1]);
    }

    /** The smallest D that no cohort of at least 2*D whole days contradicts. Cohorts get fewer as D grows, so one pass finds it. */
    private static long shortest(List<DelayCount> delays, long today) {
        long shortest = 0;
        for (DelayCount each : delays) {
            long age = today - 1 - each.day();
            // the cohort contradicts every D below its delay that it is old enough for
            if (age >= 0 && each.delay() > shortest) {
                shortest = Math.max(shortest, Math.min(each.delay(), Math.floorDiv(age, 2L) + 1));
            }
        }
        return shortest;
    }

    /** The last day whose outcomes are complete, when {@code today} is not over; empty while the delay is not known. */
    OptionalLong lastDay(long today) {
        return delay.isPresent() ? OptionalLong.of(today - 1 - delay.getAsLong()) : OptionalLong.empty();
    }

    /** {@return in words what is known, or what is missing} */
    public String words() {
        if (delay.isPresent()) {
            String days = days(delay.getAsLong());
            return learned
                    ? "outcomes count as complete " + days
                            + " after the day of prediction, as learned: 95 % of positives within "
                            + days(curve.get(1).within95()) + ", of negatives within "
                            + days(curve.get(0).within95())
                    : "outcomes count as complete " + days + " after the day of prediction, as declared";
        }
        return "when outcomes are complete is not known yet: of cohorts old enough to tell, " + known.get(1)
                + " positives and " + known.get(0) + " negatives are known, " + REQUIRED
                + " of each are needed; declare maturityDelay to set it";
    }

    private static String days(long count) {
        return count == 1 ? "1 day" : count + " days";
    }

    /** The {@code maturity} of a report. */
    public ObjectNode toJson() {
        ObjectNode json = Json.object();
        json.put("delayDays", delay.isPresent() ? (Long) delay.getAsLong() : null);
        json.put("learned", learned);
        json.set("negatives", Json.tree(curve.get(0)));
        json.set("positives", Json.tree(curve.get(1)));
        return json;
    }

    /** A period in whole days, rounded up. */
    static long wholeDays(Duration period) {
        return period.toDays() + (period.equals(Duration.ofDays(period.toDays())) ? 0 : 1);
    }

    /** The UTC day of a time. */
    static long day(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), Duration.ofDays(1).toSeconds());
    }
}
