package dev.plumbline.server.intake;

import dev.plumbline.monitor.InvalidArgumentException;
import dev.plumbline.monitor.intake.PurgeRows;
import dev.plumbline.monitor.model.SettingsPatch;
import dev.plumbline.server.http.Answers;
import dev.plumbline.server.http.Bodies;
import java.util.Set;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** Old rows out; their sums stay. */
@RestController
class PurgeController {
    private static final String OLDER_THAN = "olderThan";

    private final PurgeRows purge;

    PurgeController(PurgeRows purge) {
        this.purge = purge;
    }

    @PostMapping("/api/v1/models/{model}/purge")
    ResponseEntity<byte[]> purge(@PathVariable String model, @RequestBody(required = false) byte[] bytes) {
        ObjectNode body = Bodies.object(bytes, Set.of(OLDER_THAN));
        String age = Bodies.textOrNull(body, OLDER_THAN);
        if (age == null) {
            throw new InvalidArgumentException(OLDER_THAN, "a duration of at least P1D, such as P365D", "nothing");
        }
        return Answers.ok(purge.run(model, SettingsPatch.duration(OLDER_THAN, age, "")));
    }
}
