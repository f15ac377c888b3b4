package dev.plumbline.calibration.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.LogLossGain;
import dev.plumbline.calibration.calibrator.Calibrator;
import dev.plumbline.calibration.calibrator.Identity;
import dev.plumbline.calibration.evidence.RaceEvent;
import dev.plumbline.calibration.evidence.RaceResult;
import dev.plumbline.calibration.evidence.RaceRules;
import dev.plumbline.calibration.evidence.TimedRace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ten years of forecasts of games, walked through as they came: every game is judged by the map that served before its day. */
class RaceRealStreamsTest {
    private record Games(CalibrationSample sample, long[] days) {}

    /** @param least nats per game that have to be gained */
    @ParameterizedTest
    @CsvSource({"nba_games, 0.004", "mlb_games, -1", "nfl_games, -1", "nhl_games, -1"})
    void race_walkForward_isNotWorseThanNothing(String name, double least) throws IOException {
        Games games = read(name + ".csv");
        RaceResult result = TimedRace.of(games.sample, games.days, RaceRules.PLAIN);
        int n = games.sample.size();
        double[] served = new double[n];
        for (int i = 0; i < n; i++) {
            served[i] = serving(result.events(), i).apply(games.sample.probability(i));
        }
        LogLossGain gain = LogLossGain.of(games.sample, games.sample.probabilities(), served);
        System.out.printf("%s: %d games, %.2f nats gained, %.5f a game%n", name, n, gain.total(), gain.mean());
        result.events()
                .forEach(event -> System.out.println(
                        "  " + event.after() + " " + event.move().kind() + " to " + event.to()));
        assertThat(gain.total()).isGreaterThan(-5);
        assertThat(gain.mean()).isGreaterThanOrEqualTo(least);
    }

    private static Calibrator serving(List<RaceEvent> events, int pair) {
        Calibrator serving = new Identity();
        for (RaceEvent event : events) {
            serving = event.after() <= pair ? event.to() : serving;
        }
        return serving;
    }

    /** The games in order of their days, outcomes of ties one half. */
    private static Games read(String name) throws IOException {
        List<String> lines = Files.readAllLines(sharedData().resolve(name));
        List<String> header = Arrays.asList(lines.get(0).split(",", -1));
        int date = header.indexOf("date");
        int score = header.indexOf("prob1");
        int outcome = header.indexOf("prob1_outcome");
        List<String[]> rows = lines.stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .sorted(Comparator.comparing(row -> row[date]))
                .toList();
        return new Games(
                CalibrationSample.of(
                        rows.stream()
                                .mapToDouble(row -> Double.parseDouble(row[score]))
                                .toArray(),
                        rows.stream()
                                .mapToDouble(row -> Double.parseDouble(row[outcome]))
                                .toArray()),
                rows.stream()
                        .mapToLong(row -> LocalDate.parse(row[date]).toEpochDay() * 86_400_000_000L)
                        .toArray());
    }

    private static Path sharedData() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path data = folder.resolve("shared").resolve("data");
            if (Files.isDirectory(data)) {
                return data;
            }
        }
        assumeTrue(false, "skipped: the real files (shared/data beside the repository) are not present");
        throw new AssertionError("not reached");
    }
}
