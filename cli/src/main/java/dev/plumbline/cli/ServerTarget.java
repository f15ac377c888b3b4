package dev.plumbline.cli;

import dev.plumbline.files.Row;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.intake.IntakeAnswer;
import dev.plumbline.monitor.intake.IntakeSession;
import dev.plumbline.monitor.intake.RowIssue;
import dev.plumbline.monitor.model.ModelSettings;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A running server, over HTTP. Rows go in pieces, so that the way is short from what broke off to what is kept. */
final class ServerTarget implements RecordTarget {
    private static final int PIECE_ROWS = 20_000;
    private static final int PIECE_BYTES = 8 << 20;

    private final ServerClient server;
    private final String path;

    ServerTarget(ServerClient server, String model) {
        this.server = server;
        this.path = "/api/v1/models/" + model;
    }

    @Override
    public boolean mayDeclare() {
        return server.hasAdminKey();
    }

    @Override
    public Optional<ModelSettings> settings() {
        return server.find(path).map(ServerClient::settings);
    }

    @Override
    public void declare(ObjectNode patch) {
        server.put(path, patch);
    }

    @Override
    public Stream open() {
        return new Pieces();
    }

    @Override
    public void close() {}

    /** One piece is on its way while the next is collected. */
    private final class Pieces implements Stream {
        private final List<RowIssue> errors = new ArrayList<>();
        private final Set<String> warnings = new LinkedHashSet<>();
        private ByteArrayOutputStream piece = new ByteArrayOutputStream();
        private List<Long> lines = new ArrayList<>();
        private CompletableFuture<JsonNode> underWay;
        private List<Long> linesUnderWay;
        private long taken;
        private long repeated;
        private long corrected;
        private long waiting;
        private long rejected;

        @Override
        public void accept(Row row) {
            piece.writeBytes(Json.text(row.values()).getBytes(StandardCharsets.UTF_8));
            piece.write('\n');
            lines.add(row.line());
            if (lines.size() == PIECE_ROWS || piece.size() > PIECE_BYTES) {
                send();
            }
        }

        @Override
        public void reject(RowIssue issue) {
            rejected++;
            keep(issue);
        }

        private void keep(RowIssue issue) {
            if (errors.size() < IntakeSession.MAX_ERRORS) {
                errors.add(issue);
            }
        }

        private void send() {
            await();
            if (!lines.isEmpty()) {
                linesUnderWay = lines;
                underWay = server.postRows(path + "/records", piece.toByteArray());
                lines = new ArrayList<>();
                piece = new ByteArrayOutputStream();
            }
        }

        private void await() {
            if (underWay == null) {
                return;
            }
            JsonNode answer = server.await(underWay);
            underWay = null;
            taken += answer.get("taken").longValue();
            repeated += answer.get("repeated").longValue();
            corrected += answer.get("corrected").longValue();
            waiting += answer.get("waiting").longValue();
            rejected += answer.get("rejected").longValue();
            for (JsonNode error : answer.get("errors")) {
                int line = error.get("line").intValue();
                keep(new RowIssue(
                        linesUnderWay.get(line - 1),
                        error.path("field").asString(null),
                        error.path("value").asString(null),
                        error.get("allowed").asString()));
            }
            answer.path("warnings").forEach(warning -> warnings.add(warning.asString()));
        }

        @Override
        public IntakeAnswer finish() {
            send();
            await();
            errors.sort((a, b) -> Long.compare(a.line(), b.line()));
            return new IntakeAnswer(taken, repeated, corrected, waiting, rejected, errors, List.copyOf(warnings), 0);
        }
    }
}
