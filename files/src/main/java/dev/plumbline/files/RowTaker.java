package dev.plumbline.files;

import dev.plumbline.files.ScoredRows.Request;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes the values of a row: finds them under the names asked for, checks them, and adds them to the columns. */
final class RowTaker {
    private static final double LARGEST = FileScale.PERCENT.one();

    /** Squares of larger ones are no doubles. */
    private static final double MOST_WEIGHT = 1e100;

    private final Request request;
    private final Set<Role> roles = EnumSet.of(Role.SCORE);
    private boolean zoneAssumed;

    RowTaker(Request request) {
        this.request = request;
        // Only scores and outcomes are looked for under plain names: nobody is weighted or grouped unasked.
        Set<Role> named = request.columns().named().keySet();
        if (request.outcomes()) {
            roles.add(Role.OUTCOME);
        }
        for (Role role : List.of(Role.WEIGHT, Role.TIME, Role.GROUP)) {
            if (named.contains(role)) {
                roles.add(role);
            }
        }
    }

    /** What is taken of each row. */
    Set<Role> roles() {
        return roles;
    }

    /** Empty ones for what is taken. */
    ScoreColumns columns() {
        return new ScoreColumns(
                request.outcomes(),
                roles.contains(Role.WEIGHT),
                roles.contains(Role.TIME),
                roles.contains(Role.GROUP),
                request.columns().segments());
    }

    /** Whether some time had no zone so far. */
    boolean zoneAssumed() {
        return zoneAssumed;
    }

    void header(DataFile file, ColumnMap map, List<String> names) {
        map.header(names);
        for (Role role : roles) {
            if (!map.has(role)) {
                throw noColumn(file, role, names);
            }
        }
    }

    private static DataException noColumn(DataFile file, Role role, List<String> names) {
        String option = role == Role.SCORE ? "--score" : "--outcome";
        return new DataException(
                file.name(),
                "there is no column of " + (role == Role.SCORE ? "scores" : "outcomes") + " ("
                        + String.join(", ", role.plainNames()) + "); name it with " + option + ". Its columns are "
                        + Printable.shorten(String.join(", ", names), 400));
    }

    /** The columns of the roles, in the order of the roles. */
    List<String> chosen(ColumnMap map) {
        return roles.stream().map(role -> map.columnOf(role.wire())).toList();
    }

    PlainCsv.Target plain(DataFile file, ColumnMap map, TakenRows rows) {
        boolean weighted = roles.contains(Role.WEIGHT);
        return new PlainCsv.Target() {
            @Override
            public boolean numbers(long line, double[] values) {
                double score = values[0];
                double outcome = request.outcomes() ? values[1] : 0;
                double weight = weighted ? values[values.length - 1] : 1;
                boolean good = score >= 0
                        && score <= LARGEST
                        && outcome >= 0
                        && outcome <= LARGEST
                        && weight >= 0
                        && weight <= MOST_WEIGHT;
                if (good) {
                    rows.count();
                    rows.seeScore(score);
                    rows.seeOutcome(outcome);
                    rows.add(file, map, line, score, outcome, weight);
                }
                return good;
            }

            @Override
            public void row(Row row) {
                take(file, map, row, rows);
            }
        };
    }

    void take(DataFile file, ColumnMap map, Row row, TakenRows rows) {
        rows.count();
        try {
            take(file, map, row, map.map(row), rows);
        } catch (FieldException e) {
            RowError error = e.at(row.line());
            rows.reject(file, new RowError(error.line(), map.columnOf(e.field()), error.value(), error.allowed()));
        }
    }

    private void take(DataFile file, ColumnMap map, Row row, Row mapped, TakenRows rows) {
        for (Role role : roles) {
            if (!mapped.has(role.wire())) {
                rows.miss(file, new RowError(row.line(), map.columnOf(role.wire()), null, "has no value"));
                return;
            }
        }
        double score = inRange(mapped, Role.SCORE, rows);
        double outcome = request.outcomes() ? inRange(mapped, Role.OUTCOME, rows) : 0;
        double weight = roles.contains(Role.WEIGHT) ? weight(mapped) : 1;
        long time = roles.contains(Role.TIME) ? Micros.of(mapped.time(Role.TIME.wire())) : 0;
        int at = rows.add(file, map, row.line(), score, outcome, weight);
        ScoreColumns columns = rows.columns;
        if (columns.time != null) {
            columns.time[at] = time;
            zoneAssumed |= mapped.zoneAssumed(Role.TIME.wire());
        }
        if (columns.group != null) {
            columns.setGroup(at, mapped.values().get(Role.GROUP.wire()).asString());
        }
        if (!columns.by.isEmpty()) {
            label(columns, at, mapped.values().get("segments") instanceof ObjectNode labels ? labels : null);
        }
    }

    private static double inRange(Row row, Role role, TakenRows rows) {
        double value = row.number(role.wire());
        if (role == Role.SCORE) {
            rows.seeScore(value);
        } else {
            rows.seeOutcome(value);
        }
        if (!(value >= 0 && value <= LARGEST)) {
            throw new FieldException(
                    role.wire(), shown(row, role), "a number from 0 to 1, or from 0 to 100 where all are percent");
        }
        return value;
    }

    private static double weight(Row row) {
        double value = row.number(Role.WEIGHT.wire());
        if (!(value >= 0 && value <= MOST_WEIGHT)) {
            throw new FieldException(Role.WEIGHT.wire(), shown(row, Role.WEIGHT), "a number from 0 to " + MOST_WEIGHT);
        }
        return value;
    }

    private static String shown(Row row, Role role) {
        return row.values().get(role.wire()).asString();
    }

    private static void label(ScoreColumns columns, int at, ObjectNode labels) {
        for (String column : columns.by.keySet()) {
            JsonNode label = labels == null ? null : labels.get(column);
            columns.setLabel(at, column, label == null || label.isNull() ? "" : label.asString());
        }
    }
}
