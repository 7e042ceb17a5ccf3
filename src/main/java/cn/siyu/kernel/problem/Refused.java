package cn.siyu.kernel.problem;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule said no. It travels as a failure through the pipeline, rolls the transaction back and becomes one problem document;
 * it carries no stack trace, because it is an answer and not a fault.
 */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ProblemType problem;
    private final transient List<FieldError> errors;
    private final transient Map<String, Object> facts;

    public Refused(ProblemType problem) {
        this(problem, null, List.of(), Map.of());
    }

    public Refused(ProblemType problem, String detail) {
        this(problem, detail, List.of(), Map.of());
    }

    public Refused(ProblemType problem, @Nullable String detail, List<FieldError> errors, Map<String, Object> facts) {
        super(detail == null ? problem.title() : detail, null, false, false);
        this.problem = problem;
        this.errors = List.copyOf(errors);
        this.facts = Map.copyOf(facts);
    }

    /** A refusal that points at fields of the request, such as {@code lines[0].quantity}. */
    public static Refused fields(ProblemType problem, List<FieldError> errors) {
        return new Refused(problem, null, errors, Map.of());
    }

    /** A refusal whose document carries further members, such as the new quote. */
    public static Refused with(ProblemType problem, String detail, Map<String, Object> facts) {
        return new Refused(problem, detail, List.of(), facts);
    }

    public static Refused notFound() {
        return new Refused(CommonProblem.NOT_FOUND);
    }

    public ProblemType problem() {
        return problem;
    }

    /** What it says beyond the problem's title, if anything. */
    @Nullable
    String detail() {
        var words = getMessage();
        return problem.title().equals(words) ? null : words;
    }

    public List<FieldError> errors() {
        return errors;
    }

    public Map<String, Object> facts() {
        return facts;
    }
}
