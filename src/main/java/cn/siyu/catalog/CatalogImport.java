package cn.siyu.catalog;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.security.Actor;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes rows of an import, set-based and by natural code: what is new is inserted, what differs is changed in just the
 * fields that differ, what is equal is left alone; so the same file twice changes nothing. Each call is one transaction in
 * which good rows land and bad rows are named. A row's key is its code. Not to be called inside a transaction.
 */
public interface CatalogImport {

    /** How one row ended. */
    sealed interface Outcome {

        record Inserted() implements Outcome {}

        /** @param fields the names of what changed */
        record Updated(Set<String> fields) implements Outcome {}

        record Unchanged() implements Outcome {}

        /** The row did not land: {@code column} of the file, and why. */
        record Refused(String column, String reason) implements Outcome {}
    }

    /** A category; an empty parent is a root. */
    record CategoryRow(
            String code,
            Optional<String> parentCode,
            String name,
            String description,
            int sortOrder,
            String imageUrl) {}

    /** A brand. */
    record BrandRow(String code, String name, String description, int sortOrder, String imageUrl) {}

    /**
     * An SPU. {@code marketPrice} is an unconfirmed reference that is never shown (L2); {@code onSale} decides the state
     * of a new product (ON_SALE or OFF_SALE) and, when the file's value differs from the last imported one, of an old one.
     */
    record ProductRow(
            String code,
            String name,
            String categoryCode,
            Optional<String> brandCode,
            String brief,
            String unit,
            Optional<Money> marketPrice,
            boolean isNew,
            boolean isHot,
            boolean onSale,
            String coverUrl,
            List<String> galleryUrls,
            String detailHtml) {}

    /** A SKU; {@code specs} are axis to value in the order of the axes, one to three. */
    record SkuRow(String code, String productCode, List<Map.Entry<String, String>> specs, String imageUrl) {}

    /** One line of a product's parameter table, keyed by (product, name); {@code position} counts within the product. */
    record AttributeRow(String productCode, String name, String value, int position) {}

    /**
     * An imported review: labelled, never rated (L5). Its identity is its product, instant, content and
     * {@code occurrence}: the how-manieth equal one of the file it is, counting from 1.
     */
    record ReviewRow(
            String productCode, int stars, String content, List<String> imageUrls, Instant createdAt, int occurrence) {}

    /** Outcomes in the order of the rows. Parents must stand before children, or exist. */
    Uni<List<Outcome>> categories(List<CategoryRow> rows, Actor actor);

    Uni<List<Outcome>> brands(List<BrandRow> rows, Actor actor);

    Uni<List<Outcome>> products(List<ProductRow> rows, Actor actor);

    Uni<List<Outcome>> skus(List<SkuRow> rows, Actor actor);

    Uni<List<Outcome>> attributes(List<AttributeRow> rows, Actor actor);

    Uni<List<Outcome>> reviews(List<ReviewRow> rows, Actor actor);

    /** The SKUs of those codes that exist. */
    Uni<Map<String, SkuId>> skuIds(Collection<String> skuCodes);

    /** Which of these products have at least one SKU. */
    Uni<Set<String>> productsWithSkus(Collection<String> productCodes);

    /** The first word that a title must not hold (L6), for a dry run. */
    Optional<String> claimIn(String title);

    /** Which of these codes exist, for a dry run. */
    Uni<Set<String>> existingCategories(Collection<String> codes);

    Uni<Set<String>> existingBrands(Collection<String> codes);

    Uni<Set<String>> existingProducts(Collection<String> codes);
}
