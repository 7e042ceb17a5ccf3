package cn.siyu.setup.domain;

import cn.siyu.kernel.problem.ProblemType;

/** Why an import is not begun; bad rows are no reason, they are reported one by one. */
public enum ImportProblem implements ProblemType {
    IMPORT_FILE_UNKNOWN(
            422,
            "Only categories.csv, brands.csv, products.csv, skus.csv, attributes.csv and reviews.csv can be imported"),
    IMPORT_FILE_TWICE(422, "A file of the set was sent twice"),
    IMPORT_FILE_TOO_LARGE(413, "A file of the set is larger than 8 MiB"),
    IMPORT_EMPTY(422, "Send at least one file of the set");

    private final int status;
    private final String title;

    ImportProblem(int status, String title) {
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
