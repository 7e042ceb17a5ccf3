package cn.siyu.catalog.app;

import cn.siyu.catalog.CatalogImport.AttributeRow;
import cn.siyu.catalog.CatalogImport.ReviewRow;
import cn.siyu.catalog.store.ImportStore;
import cn.siyu.catalog.store.ImportStore.Table;
import cn.siyu.catalog.store.ImportedTexts;
import cn.siyu.catalog.store.ImportedTexts.AttributeWrite;
import cn.siyu.catalog.store.ImportedTexts.KnownReview;
import cn.siyu.catalog.store.ImportedTexts.ReviewWrite;
import cn.siyu.kernel.id.Ids;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Parameter tables and reviews of an import. */
@Singleton
class ImportTexts {

    private static final List<Landing.Column<AttributeRow>> ATTRIBUTE_COLUMNS = List.of(
            new Landing.Column<>("value", AttributeRow::value),
            new Landing.Column<>("position", AttributeRow::position));

    private static final List<Landing.Column<ReviewRow>> REVIEW_COLUMNS = List.of(
            new Landing.Column<>("stars", ReviewRow::stars), new Landing.Column<>("image_urls", ReviewRow::imageUrls));

    private final ImportStore store;
    private final ImportedTexts texts;

    @Inject
    ImportTexts(ImportStore store, ImportedTexts texts) {
        this.store = store;
        this.texts = texts;
    }

    private record AttributeKey(String product, String name) {}

    Uni<Landing<AttributeRow, AttributeWrite>> attributes(List<AttributeRow> rows) {
        var products = codes(rows, AttributeRow::productCode);
        return store.ids(Table.SPU, products)
                .chain(spus -> texts.attributes(products).map(known -> decideAttributes(rows, known, spus)))
                .call(landing -> landing.writes().isEmpty()
                        ? Uni.createFrom().voidItem()
                        : texts.writeAttributes(landing.writes()));
    }

    Uni<Landing<ReviewRow, ReviewWrite>> reviews(List<ReviewRow> rows, Instant now) {
        var identities = rows.stream().map(ImportTexts::identity).toList();
        return store.ids(Table.SPU, codes(rows, ReviewRow::productCode))
                .chain(spus -> texts.reviews(identities).map(known -> decideReviews(rows, known, spus)))
                .call(landing -> landing.writes().isEmpty()
                        ? Uni.createFrom().voidItem()
                        : texts.writeReviews(landing.writes(), now));
    }

    private static Landing<AttributeRow, AttributeWrite> decideAttributes(
            List<AttributeRow> rows, Collection<AttributeRow> known, Map<String, UUID> spus) {
        var byKey = known.stream().collect(Collectors.toMap(ImportTexts::key, Function.identity()));
        var landing = new Landing<AttributeRow, AttributeWrite>(ATTRIBUTE_COLUMNS);
        for (var row : rows) {
            var spu = spus.get(row.productCode());
            if (!landing.first(key(row))) {
                landing.refuse("name", "stands twice for this product");
            } else if (spu == null) {
                landing.refuse("product_code", "there is no such product");
            } else {
                landing.land(byKey.get(key(row)), row, new AttributeWrite(spu, row));
            }
        }
        return landing;
    }

    private static Landing<ReviewRow, ReviewWrite> decideReviews(
            List<ReviewRow> rows, Map<String, KnownReview> known, Map<String, UUID> spus) {
        var landing = new Landing<ReviewRow, ReviewWrite>(REVIEW_COLUMNS);
        for (var row : rows) {
            var spu = spus.get(row.productCode());
            var identity = identity(row);
            if (spu == null) {
                landing.refuse("product_code", "there is no such product");
            } else if (!landing.first(identity)) {
                landing.refuse("content", "stands twice");
            } else {
                landing.land(asRow(known.get(identity), row), row, new ReviewWrite(Ids.next(), spu, identity, row));
            }
        }
        return landing;
    }

    /** What is known of a review, said as the row that it has the identity of. */
    private static @Nullable ReviewRow asRow(@Nullable KnownReview known, ReviewRow row) {
        return known == null
                ? null
                : new ReviewRow(
                        row.productCode(),
                        known.stars(),
                        row.content(),
                        known.imageUrls(),
                        row.createdAt(),
                        row.occurrence());
    }

    private static AttributeKey key(AttributeRow row) {
        return new AttributeKey(row.productCode(), row.name());
    }

    private static <R> List<String> codes(List<R> rows, Function<R, String> code) {
        return rows.stream().map(code).distinct().toList();
    }

    /** The same review of the same file has the same identity at every import. */
    static String identity(ReviewRow row) {
        var text = String.join(
                "\n", row.productCode(), row.createdAt().toString(), Integer.toString(row.occurrence()), row.content());
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
