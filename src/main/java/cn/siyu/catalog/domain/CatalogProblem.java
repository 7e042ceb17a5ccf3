package cn.siyu.catalog.domain;

import cn.siyu.kernel.problem.ProblemType;

/** How the catalogue says no. */
public enum CatalogProblem implements ProblemType {
    PRODUCT_TITLE_CLAIM(422, "The title claims what advertising law forbids"),
    PRODUCT_INCOMPLETE(422, "A product goes on sale only with a category and at least one SKU"),
    PRODUCT_TRANSITION(409, "The product's state does not allow this"),
    PRODUCT_SCHEDULE(422, "The schedule does not fit the product's state or the time"),
    CATALOG_CODE_TAKEN(409, "This code is already used"),
    CATALOG_REFERENCE_UNKNOWN(422, "The request names something that does not exist"),
    CATALOG_IN_USE(409, "Products or sub-categories still use it"),
    CATEGORY_TREE(422, "The category tree allows three levels and no circle"),
    BUNDLE_PARTS(422, "A bundle consists of other SKUs that are none themselves"),
    SPEC_TAKEN(409, "The product already has a SKU of this combination"),
    SPEC_AXES(422, "A SKU has one value for each axis of its product, which has one to three");

    private final int status;
    private final String title;

    CatalogProblem(int status, String title) {
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
