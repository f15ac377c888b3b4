package dev.plumbline.files;

import java.util.List;

/** What a column can stand for, and the names by which it is known without being told. */
public enum Role {
    ID(Kind.TEXT, "id", "id"),
    PREDICTION_ID(Kind.TEXT, "predictionId", "predictionId"),
    SCORE(Kind.NUMBER, "score", "score", "prob", "p", "prediction"),
    OUTCOME(Kind.OUTCOME, "actual", "actual", "outcome", "label", "y"),
    CLASS(Kind.TEXT, "class", "class"),
    TIME(Kind.TIME, "predictedAt", "predictedAt"),
    OBSERVED(Kind.TIME, "observedAt", "observedAt"),
    GROUP(Kind.TEXT, "group", "group"),
    WEIGHT(Kind.NUMBER, "weight", "weight"),
    VERSION(Kind.TEXT, "version", "version"),
    PROBABILITY(Kind.NUMBER, "probability", "probability"),
    CALIBRATOR_VERSION(Kind.NUMBER, "calibratorVersion", "calibratorVersion");

    /** How a cell is read. */
    enum Kind {
        TEXT,
        NUMBER,
        /** A number, or the words true and false. */
        OUTCOME,
        TIME
    }

    private final Kind kind;
    private final String wire;
    private final List<String> plainNames;

    Role(Kind kind, String wire, String... plainNames) {
        this.kind = kind;
        this.wire = wire;
        this.plainNames = List.of(plainNames);
    }

    Kind kind() {
        return kind;
    }

    /** The name of the field in the HTTP interface. */
    public String wire() {
        return wire;
    }

    /** The names that are taken for it, the strongest first. */
    public List<String> plainNames() {
        return plainNames;
    }
}
