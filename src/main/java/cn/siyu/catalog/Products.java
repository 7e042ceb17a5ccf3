package cn.siyu.catalog;

import cn.siyu.kernel.web.Cursor;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Products as consumers may see them: what is on sale, pictures over https, our own or the placeholder, details clean. Prices and
 * stock are other contexts' to say. Reads of their own: call before a transaction, never inside one.
 */
public interface Products {

    /** What is asked of a list: within a category and what hangs below it, with {@code q} in the title, after a cursor. */
    record Shelf(Optional<CategoryId> category, Optional<String> q, Optional<Cursor> after, int limit) {}

    /** A product in a list, with the SKUs that can still be bought. */
    record Card(
            SpuId spu,
            String title,
            String brief,
            String coverUrl,
            boolean isNew,
            boolean isHot,
            Instant publishedAt,
            List<SkuId> skus) {}

    /** A product's page. {@code state} is ON_SALE or OFF_SALE: what was taken down is still shown to whoever has its link. */
    record Sheet(
            SpuId spu,
            String title,
            String brief,
            String unit,
            ProductState state,
            Optional<CategoryId> category,
            String coverUrl,
            List<String> galleryUrls,
            String detailHtml,
            List<Parameter> parameters,
            List<Axis> axes,
            List<Variant> variants,
            ReturnPolicy returnPolicy,
            RegulatoryClass regulatoryClass) {}

    /** A line of the parameter table. */
    record Parameter(String name, String value) {}

    /** An axis with its values in the order in which they are shown. */
    record Axis(String name, List<String> values) {}

    /** A SKU on the page: one value for each axis, in their order. */
    record Variant(SkuId sku, List<String> tuple, String imageUrl) {}

    /** A node of the category tree; a root has depth 1. */
    record Node(
            CategoryId category,
            Optional<CategoryId> parent,
            String name,
            String description,
            String imageUrl,
            int depth) {}

    /** A review that came with an import (L5): it has no rating. */
    record ImportedReview(UUID id, String content, List<String> imageUrls, Instant writtenAt) {}

    /** The newest on sale first, at most {@code limit}; only what has a SKU to buy. */
    Uni<List<Card>> shelf(Shelf shelf);

    /** Refused as NOT_FOUND unless it is, or once was, on sale. */
    Uni<Sheet> sheet(SpuId spu);

    /** The whole tree, parents before children, in the order in which it is shown. */
    Uni<List<Node>> categories();

    /** The newest first, at most {@code limit}. */
    Uni<List<ImportedReview>> reviews(SpuId spu, Optional<Cursor> after, int limit);

    /** Titles on sale that hold {@code q}, at most {@code limit}, each once. */
    Uni<List<String>> suggestions(String q, int limit);
}
