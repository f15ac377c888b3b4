package dev.plumbline.monitor.intake;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * The answer to an intake; the component names are the wire names. taken + repeated + corrected + waiting + rejected = the
 * rows read.
 *
 * @param errors the first {@value IntakeSession#MAX_ERRORS} rejected rows
 * @param warnings what the caller should know though nothing was wrong; left out when empty
 * @param conflicts how many of the rejected rows were known ids with other content
 */
public record IntakeAnswer(
        long taken,
        long repeated,
        long corrected,
        long waiting,
        long rejected,
        List<RowIssue> errors,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> warnings,
        @JsonIgnore long conflicts) {
    public IntakeAnswer {
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
    }

    @JsonIgnore
    public long rows() {
        return taken + repeated + corrected + waiting + rejected;
    }

    /** Rows were read, and every one was bad. */
    @JsonIgnore
    public boolean allRejected() {
        return rejected > 0 && rejected == rows();
    }
}
