package dev.plumbline.server.intake;

import dev.plumbline.files.FieldException;
import dev.plumbline.files.Row;
import dev.plumbline.files.RowError;
import dev.plumbline.files.RowSink;
import dev.plumbline.files.RowStream;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.NotFoundException;
import dev.plumbline.monitor.intake.Intake;
import dev.plumbline.monitor.intake.IntakeAnswer;
import dev.plumbline.monitor.intake.IntakeSession;
import dev.plumbline.monitor.intake.IntakeStore;
import dev.plumbline.monitor.intake.NewOutcome;
import dev.plumbline.monitor.intake.NewPrediction;
import dev.plumbline.monitor.intake.NewRecord;
import dev.plumbline.monitor.intake.RowIssue;
import dev.plumbline.monitor.intake.RowParser;
import dev.plumbline.monitor.model.Models;
import dev.plumbline.server.http.Answers;
import dev.plumbline.server.http.Paging;
import dev.plumbline.server.metrics.Metrics;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** Predictions and outcomes in: one object, an array, or a stream of any length. */
@RestController
@RequestMapping("/api/v1/models/{model}")
class IntakeController {
    private static final Logger LOG = LoggerFactory.getLogger(IntakeController.class);

    private final Intake intake;
    private final IntakeStore store;
    private final Models models;
    private final Clock clock;
    private final Metrics metrics;

    IntakeController(Intake intake, IntakeStore store, Models models, Clock clock, Metrics metrics) {
        this.intake = intake;
        this.store = store;
        this.models = models;
        this.clock = clock;
        this.metrics = metrics;
    }

    @PostMapping("/predictions")
    ResponseEntity<byte[]> predictions(@PathVariable String model, HttpServletRequest request) {
        IntakeSession<NewPrediction> session = intake.predictions(model);
        RowParser parser = new RowParser(session.settings(), clock, session::warn);
        return take(request, session, parser::prediction, () -> intake.finishPredictions(model, session));
    }

    @PostMapping("/outcomes")
    ResponseEntity<byte[]> outcomes(@PathVariable String model, HttpServletRequest request) {
        IntakeSession<NewOutcome> session = intake.outcomes(model);
        RowParser parser = new RowParser(session.settings(), clock, session::warn);
        return take(request, session, parser::outcome, () -> {
            IntakeAnswer answer = intake.finishOutcomes(model, session);
            if (session.model().isPresent()
                    || answer.rows() > answer.rejected()) { // a name that was only tried: nowhere
                metrics.unreadableOutcomes(model, answer.rejected() - answer.conflicts());
            }
            return answer;
        });
    }

    /** Rows of a history, each a prediction with or without its outcome, as an export gives them. */
    @PostMapping("/records")
    ResponseEntity<byte[]> records(@PathVariable String model, HttpServletRequest request) {
        IntakeSession<NewRecord> session = intake.records(model);
        RowParser parser = new RowParser(session.settings(), clock, session::warn);
        return take(request, session, parser::record, () -> intake.finishPredictions(model, session));
    }

    private static <T> ResponseEntity<byte[]> take(
            HttpServletRequest request,
            IntakeSession<T> session,
            Function<Row, T> parser,
            Supplier<IntakeAnswer> finish) {
        BodyFormat format = BodyFormat.of(request);
        try {
            RowStream.read(request.getInputStream(), format.rows(), format.gzip(), new RowSink() {
                @Override
                public void row(Row row) {
                    try {
                        session.accept(row.line(), parser.apply(row));
                    } catch (FieldException e) {
                        error(e.at(row.line()));
                    }
                }

                @Override
                public void error(RowError error) {
                    session.reject(new RowIssue(error.line(), error.field(), error.value(), error.allowed()));
                }
            });
        } catch (IOException e) {
            return brokenOff(finish.get(), e);
        }
        return answer(finish.get());
    }

    /** The client has gone in mid-stream: what came whole is kept, though hardly anybody reads the answer. */
    private static ResponseEntity<byte[]> brokenOff(IntakeAnswer kept, IOException e) {
        LOG.warn(
                "[intake] a client's stream broke off after {} rows, which are kept: {}",
                kept.rows(),
                rootCause(e) instanceof SocketTimeoutException
                        ? "it sent nothing more for too long"
                        : "the connection was closed (" + e.getMessage() + ")");
        String detail = "the body broke off after " + kept.rows() + " rows, which are kept";
        return Answers.problem(HttpStatus.BAD_REQUEST, Answers.problem(HttpStatus.BAD_REQUEST, detail));
    }

    private static Throwable rootCause(Throwable failure) {
        return failure.getCause() == null ? failure : rootCause(failure.getCause());
    }

    /** 200; 409 for a lone conflict; 400 when every row was bad: a problem document with the same counts. */
    static ResponseEntity<byte[]> answer(IntakeAnswer answer) {
        if (!answer.allRejected()) {
            return Answers.ok(answer);
        }
        HttpStatus status =
                answer.rows() == 1 && answer.conflicts() == 1 ? HttpStatus.CONFLICT : HttpStatus.BAD_REQUEST;
        RowIssue first = answer.errors().get(0);
        ObjectNode problem = Answers.problem(
                status,
                "no row could be taken; the first: line " + first.line()
                        + (first.field() == null ? "" : ", " + first.field())
                        + (first.value() == null ? "" : ", got " + first.value())
                        + "; " + first.allowed());
        problem.setAll(Json.tree(answer));
        return Answers.problem(status, problem);
    }

    @GetMapping("/predictions/{id}")
    ResponseEntity<byte[]> find(@PathVariable String model, @PathVariable String id) {
        return prediction(model, id);
    }

    /** The same for ids that no path can hold, such as {@code ..} or one with a line break. */
    @GetMapping(path = "/predictions", params = "id")
    ResponseEntity<byte[]> prediction(@PathVariable String model, @RequestParam String id) {
        return Answers.ok(store.find(models.require(model), id).orElseThrow(() -> unknown("prediction", id)));
    }

    @DeleteMapping("/predictions/{id}")
    ResponseEntity<byte[]> delete(@PathVariable String model, @PathVariable String id) {
        return deletePrediction(model, id);
    }

    @DeleteMapping(path = "/predictions", params = "id")
    ResponseEntity<byte[]> deletePrediction(@PathVariable String model, @RequestParam String id) {
        if (!store.deletePrediction(models.require(model), id, clock.instant())) {
            throw unknown("prediction", id);
        }
        return ResponseEntity.noContent().build();
    }

    @DeleteMapping("/outcomes/{id}")
    ResponseEntity<byte[]> reopen(@PathVariable String model, @PathVariable String id) {
        return deleteOutcome(model, id);
    }

    @DeleteMapping(path = "/outcomes", params = "id")
    ResponseEntity<byte[]> deleteOutcome(@PathVariable String model, @RequestParam String id) {
        if (!store.deleteOutcome(models.require(model), id, clock.instant())) {
            throw unknown("outcome", id);
        }
        return ResponseEntity.noContent().build();
    }

    /** Outcomes that wait for their prediction. */
    @GetMapping("/outcomes/waiting")
    ResponseEntity<byte[]> waiting(
            @PathVariable String model,
            @RequestParam(required = false) Long before,
            @RequestParam(required = false) Integer limit) {
        return Answers.ok(store.waiting(models.require(model), Paging.before(before), Paging.limit(limit)));
    }

    private static NotFoundException unknown(String what, String id) {
        return new NotFoundException(
                "Unknown " + what + ": " + (id.length() > 100 ? id.substring(0, 100) + "..." : id));
    }
}
