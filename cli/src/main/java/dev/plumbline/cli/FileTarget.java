package dev.plumbline.cli;

import dev.plumbline.files.Row;
import dev.plumbline.monitor.intake.Intake;
import dev.plumbline.monitor.intake.IntakeAnswer;
import dev.plumbline.monitor.intake.IntakeSession;
import dev.plumbline.monitor.intake.NewRecord;
import dev.plumbline.monitor.intake.RowIssue;
import dev.plumbline.monitor.intake.RowParser;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.ModelSettings;
import dev.plumbline.monitor.model.Models;
import dev.plumbline.monitor.model.PromotionPolicy;
import dev.plumbline.store.Database;
import dev.plumbline.store.Stores;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The database of a data folder that no server has open: the same use case as a server's, without the server. */
final class FileTarget implements RecordTarget {
    private static final String DEFAULT_MODEL = "default";

    private final Database database;
    private final Stores stores;
    private final Models models;
    private final Intake intake;
    private final Clock clock = Clock.tick(Clock.systemUTC(), ChronoUnit.MICROS.getDuration());
    private final String model;

    FileTarget(Database database, String model) {
        this.database = database;
        this.stores = Stores.over(database);
        this.models = new Models(stores.models(), clock, DEFAULT_MODEL, PromotionPolicy.GATED);
        this.intake = new Intake(stores.intake(), stores.models(), models, clock, (name, versions) -> {});
        this.model = model;
    }

    @Override
    public boolean mayDeclare() {
        return true;
    }

    @Override
    public Optional<ModelSettings> settings() {
        return stores.models().find(model).map(Model::settings);
    }

    @Override
    public void declare(ObjectNode patch) {
        models.declare(model, patch);
    }

    @Override
    public Stream open() {
        IntakeSession<NewRecord> session = intake.records(model);
        RowParser parser = new RowParser(session.settings(), clock, session::warn);
        return new Stream() {
            @Override
            public void accept(Row row) {
                session.accept(row.line(), parser.record(row));
            }

            @Override
            public void reject(RowIssue issue) {
                session.reject(issue);
            }

            @Override
            public IntakeAnswer finish() {
                return intake.finishPredictions(model, session);
            }
        };
    }

    @Override
    public void close() {
        database.close();
    }
}
