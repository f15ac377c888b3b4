package dev.plumbline.server;

import dev.plumbline.files.Row;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.NotFoundException;
import dev.plumbline.server.http.Answers;
import dev.plumbline.server.http.Bodies;
import java.time.Clock;
import java.util.Set;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Turns the clock of a server that was started with {@code PLUMBLINE_CLOCK}; elsewhere this path does not exist. */
@RestController
@RequestMapping("/api/v1/clock")
class ClockController {
    private final Clock clock;

    ClockController(Clock clock) {
        this.clock = clock;
    }

    @GetMapping
    ResponseEntity<byte[]> read() {
        return now(turnable());
    }

    @PutMapping
    ResponseEntity<byte[]> turn(@RequestBody(required = false) byte[] body) {
        TurnableClock turnable = turnable();
        turnable.turnTo(new Row(1, Bodies.object(body, Set.of("now"))).time("now"));
        return now(turnable);
    }

    private TurnableClock turnable() {
        if (clock instanceof TurnableClock turnable) {
            return turnable;
        }
        throw new NotFoundException("No such path: the clock is the system's (PLUMBLINE_CLOCK is not set)");
    }

    private static ResponseEntity<byte[]> now(Clock clock) {
        return Answers.ok(Json.object().put("now", clock.instant().toString()));
    }
}
