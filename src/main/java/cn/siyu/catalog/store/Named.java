package cn.siyu.catalog.store;

import cn.siyu.catalog.domain.CatalogProblem;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.ProblemType;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Violations;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** The unique rules and references of our tables, in the catalogue's words. */
final class Named {

    private Named() {}

    static <T> Uni<T> named(Uni<T> write) {
        return write.onFailure(failure -> Violations.constraint(failure).isPresent())
                .transform(Named::refusal);
    }

    /** The same for a removal: whatever still points at the row is in its way. */
    static <T> Uni<T> removal(Uni<T> write) {
        return write.onFailure(failure -> Violations.constraint(failure).isPresent())
                .transform(_ -> new Refused(CatalogProblem.CATALOG_IN_USE));
    }

    private static Throwable refusal(Throwable failure) {
        return switch (Violations.constraint(failure).orElse("")) {
            case "catalog_spu_code_uk",
                    "catalog_sku_code_uk",
                    "catalog_category_code_uk",
                    "catalog_brand_code_uk",
                    "catalog_supplier_code_uk" -> new Refused(CatalogProblem.CATALOG_CODE_TAKEN);
            case "catalog_sku_spec_uk" -> new Refused(CatalogProblem.SPEC_TAKEN);
            case "catalog_spu_category_fk" ->
                field(CatalogProblem.CATALOG_REFERENCE_UNKNOWN, "text.categoryId", "names nothing that exists");
            case "catalog_spu_brand_fk" ->
                field(CatalogProblem.CATALOG_REFERENCE_UNKNOWN, "text.brandId", "names nothing that exists");
            case "catalog_spu_supplier_fk" ->
                field(CatalogProblem.CATALOG_REFERENCE_UNKNOWN, "text.supplierId", "names nothing that exists");
            case "catalog_attribute_pk" ->
                field(CommonProblem.INVALID_REQUEST, "text.attributes", "a name stands once");
            default -> failure;
        };
    }

    private static Refused field(ProblemType problem, String field, String message) {
        return Refused.fields(problem, List.of(new FieldError(field, message)));
    }
}
