package dev.plumbline.cli;

import dev.plumbline.files.Row;
import dev.plumbline.monitor.intake.IntakeAnswer;
import dev.plumbline.monitor.intake.RowIssue;
import dev.plumbline.monitor.model.ModelSettings;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Where an import goes: the file of a data folder, or a running server. */
interface RecordTarget extends AutoCloseable {
    /** Whether declarations can be seen and made: over HTTP that needs the admin key. */
    boolean mayDeclare();

    /** What the model is declared as, or empty where it is not yet. */
    Optional<ModelSettings> settings();

    /** Declares the model, or changes the fields that are sent. */
    void declare(ObjectNode patch);

    /** Opens a stream of rows of one file. */
    Stream open();

    @Override
    void close();

    /** Rows under the wire names, on their way; in memory that does not grow with their number. */
    interface Stream {
        /** @throws dev.plumbline.files.FieldException for a bad field, where that is seen at once; the row is not taken */
        void accept(Row row);

        void reject(RowIssue issue);

        /** Waits until all is on disk and adds up. */
        IntakeAnswer finish();
    }
}
