package cn.siyu.audience.domain;

import cn.siyu.kernel.problem.ProblemType;

/** How the audience says no. */
public enum AudienceProblem implements ProblemType {
    SEGMENT_RULE_INVALID(422, "The rule is not valid: each faulty part is named"),
    SEGMENT_EXISTS(409, "There is a segment of that name"),
    SEGMENT_ENDED(409, "The segment has ended: it is not changed or begun again"),
    SEGMENTS_FULL(422, "At most 200 segments are active at a time"),
    SEGMENT_PREVIEW_TOO_LONG(422, "The members could not be counted in two seconds"),
    TAG_GROUP_EXISTS(409, "There is a tag group of that name"),
    TAG_EXISTS(409, "The group has a tag of that name"),
    TAG_ENDED(409, "The tag has ended: nobody gets it any more"),
    TAG_RULE_INVALID(422, "The rule of the tag is not valid: each faulty part is named"),
    TAG_RULE_OR_TTL(422, "A tag lives by its rule or by its days, not by both"),
    TAG_BY_RULE(422, "The tag is given and taken by its rule alone");

    private final int status;
    private final String title;

    AudienceProblem(int status, String title) {
        this.status = status;
        this.title = title;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String code() {
        return name();
    }

    @Override
    public String title() {
        return title;
    }
}
