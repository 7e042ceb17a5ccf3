package cn.siyu.catalog.store;

import static cn.siyu.catalog.store.ImportStore.integers;
import static cn.siyu.catalog.store.ImportStore.texts;

import cn.siyu.catalog.CatalogImport.AttributeRow;
import cn.siyu.catalog.CatalogImport.ReviewRow;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Attributes and reviews of an import: read by their keys, written set-based. */
@Singleton
public class ImportedTexts {

    private static final String ATTRIBUTES = """
            select s.code, a.name, a.value, a.position
              from catalog_attribute a join catalog_spu s on s.id = a.spu_id
             where s.code = any (cast(?1 as text[]))""";

    private static final String UPSERT_ATTRIBUTES = """
            insert into catalog_attribute (spu_id, name, value, position)
            select cast(t.spu_id as uuid), t.name, t.value, t.position
              from unnest(cast(?1 as text[]), cast(?2 as text[]), cast(?3 as text[]), cast(?4 as int[]))
                   as t (spu_id, name, value, position)
                on conflict on constraint catalog_attribute_pk do update
               set value = excluded.value, position = excluded.position""";

    private static final String REVIEWS = """
            select identity, imported_stars, array_to_string(image_urls, chr(10)) from catalog_review
             where identity = any (cast(?1 as text[]))""";

    private static final String UPSERT_REVIEWS = """
            insert into catalog_review (
                   id, spu_id, identity, content, image_urls, imported_stars, written_at, imported_at)
            select cast(t.id as uuid), cast(t.spu_id as uuid), t.identity, t.content,
                   string_to_array(t.image_urls, chr(10)), t.stars, cast(t.written_at as timestamptz),
                   cast(?8 as timestamptz)
              from unnest(cast(?1 as text[]), cast(?2 as text[]), cast(?3 as text[]), cast(?4 as text[]),
                          cast(?5 as text[]), cast(?6 as int[]), cast(?7 as text[]))
                   as t (id, spu_id, identity, content, image_urls, stars, written_at)
                on conflict on constraint catalog_review_identity_uk do update
               set image_urls = excluded.image_urls, imported_stars = excluded.imported_stars""";

    /** An attribute to be written. */
    public record AttributeWrite(UUID spu, AttributeRow row) {}

    /** A review to be written, under its identity. */
    public record ReviewWrite(UUID id, UUID spu, String identity, ReviewRow row) {}

    /** What of an imported review may change. */
    public record KnownReview(int stars, List<String> imageUrls) {}

    public Uni<List<AttributeRow>> attributes(Collection<String> productCodes) {
        return Native.rows(ATTRIBUTES, (Object) productCodes.toArray(String[]::new))
                .map(rows -> rows.stream()
                        .map(column -> new AttributeRow(
                                (String) column[0],
                                (String) column[1],
                                (String) column[2],
                                ((Number) column[3]).intValue()))
                        .toList());
    }

    public Uni<Void> writeAttributes(List<AttributeWrite> writes) {
        return Native.execute(
                        UPSERT_ATTRIBUTES,
                        texts(writes, write -> write.spu().toString()),
                        texts(writes, write -> write.row().name()),
                        texts(writes, write -> write.row().value()),
                        integers(writes, write -> write.row().position()))
                .replaceWithVoid();
    }

    public Uni<Map<String, KnownReview>> reviews(Collection<String> identities) {
        return Native.rows(REVIEWS, (Object) identities.toArray(String[]::new))
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(
                                column -> (String) column[0],
                                column -> new KnownReview(
                                        ((Number) column[1]).intValue(), ImportedGoods.lines((String) column[2])))));
    }

    public Uni<Void> writeReviews(List<ReviewWrite> writes, Instant now) {
        return Native.execute(
                        UPSERT_REVIEWS,
                        texts(writes, write -> write.id().toString()),
                        texts(writes, write -> write.spu().toString()),
                        texts(writes, ReviewWrite::identity),
                        texts(writes, write -> write.row().content()),
                        texts(writes, write -> String.join("\n", write.row().imageUrls())),
                        integers(writes, write -> write.row().stars()),
                        texts(writes, write -> write.row().createdAt().toString()),
                        now.atOffset(ZoneOffset.UTC))
                .replaceWithVoid();
    }
}
