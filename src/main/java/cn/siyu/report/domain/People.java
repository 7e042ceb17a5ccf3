package cn.siyu.report.domain;

/**
 * Distinct members who bought in a span: they cannot be added up over days.
 *
 * @param fresh those with their person's first order in the span; all others had bought before
 */
public record People(long buyers, long fresh) {

    public static final People NOBODY = new People(0, 0);

    public long returning() {
        return buyers - fresh;
    }
}
