package cn.siyu.catalog.store;

import static cn.siyu.catalog.store.ImportStore.integers;
import static cn.siyu.catalog.store.ImportStore.orEmpty;
import static cn.siyu.catalog.store.ImportStore.texts;

import cn.siyu.catalog.ProductState;
import cn.siyu.catalog.domain.Axes;
import cn.siyu.catalog.domain.Axes.Axis;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** SKUs of an import with the axes of their products: read together, written set-based. */
@Singleton
public class ImportedSkus {

    private static final String PRODUCTS = """
            select id, code, state, array_to_string(axes, chr(10)) from catalog_spu
             where code = any (cast(?1 as text[]))
             order by id
               for update""";

    private static final String AXIS_VALUES = """
            select v.spu_id, v.axis, v.value
              from catalog_axis_value v join catalog_spu s on s.id = v.spu_id
             where s.code = any (cast(?1 as text[]))
             order by v.spu_id, v.axis, v.position""";

    private static final String SKUS = """
            select k.id, s.code, k.code, array_to_string(k.spec_values, chr(10)), k.image_url
              from catalog_sku k join catalog_spu s on s.id = k.spu_id
             where k.code = any (cast(?1 as text[])) or s.code = any (cast(?2 as text[]))""";

    private static final String UPSERT_SKUS = """
            insert into catalog_sku (
                   id, spu_id, code, spec_values, weight_grams, volume_ml, image_url, discontinued, created_at, version)
            select cast(t.id as uuid), cast(t.spu_id as uuid), t.code, string_to_array(t.spec, chr(10)), 0, 0,
                   nullif(t.image_url, ''), false, cast(?6 as timestamptz), 0
              from unnest(cast(?1 as text[]), cast(?2 as text[]), cast(?3 as text[]), cast(?4 as text[]),
                          cast(?5 as text[]))
                   as t (id, spu_id, code, spec, image_url)
                on conflict on constraint catalog_sku_code_uk do update
               set image_url = excluded.image_url, version = catalog_sku.version + 1""";

    private static final String NAME_AXES = """
            update catalog_spu s
               set axes = string_to_array(t.axes, chr(10)), version = s.version + 1
              from unnest(cast(?1 as text[]), cast(?2 as text[])) as t (id, axes)
             where s.id = cast(t.id as uuid) and s.axes = cast('{}' as text[])""";

    private static final String ADD_VALUES = """
            insert into catalog_axis_value (spu_id, axis, value, position)
            select cast(t.spu_id as uuid), t.axis, t.value, t.position
              from unnest(cast(?1 as text[]), cast(?2 as int[]), cast(?3 as text[]), cast(?4 as int[]))
                   as t (spu_id, axis, value, position)
                on conflict on constraint catalog_axis_value_pk do nothing""";

    /** A product that rows name, held until the transaction ends. */
    public record Owner(UUID id, String code, ProductState state, Axes axes) {}

    /** A SKU that exists, by its code or as one of the named products'. */
    public record Known(UUID id, String product, String code, List<String> tuple, String imageUrl) {}

    /** A SKU to be written. */
    public record Write(UUID id, UUID spu, String code, List<String> tuple, String imageUrl) {}

    private record Value(UUID spu, int axis, String value, int position) {}

    public Uni<Map<String, Owner>> owners(Collection<String> productCodes) {
        Object codes = productCodes.toArray(String[]::new);
        return Native.rows(PRODUCTS, codes)
                .chain(products -> Native.rows(AXIS_VALUES, codes)
                        .map(values -> products.stream()
                                .map(column -> owner(column, values))
                                .collect(Collectors.toMap(Owner::code, Function.identity()))));
    }

    public Uni<List<Known>> skus(Collection<String> codes, Collection<String> productCodes) {
        return Native.rows(SKUS, codes.toArray(String[]::new), productCodes.toArray(String[]::new))
                .map(rows -> rows.stream()
                        .map(column -> new Known(
                                (UUID) column[0],
                                (String) column[1],
                                (String) column[2],
                                ImportedGoods.lines((String) column[3]),
                                orEmpty(column[4])))
                        .toList());
    }

    public Uni<Void> write(List<Write> writes, Collection<Owner> owners, Instant now) {
        var named = List.copyOf(owners);
        var values = named.stream().flatMap(owner -> values(owner).stream()).toList();
        return Native.execute(
                        NAME_AXES,
                        texts(named, owner -> owner.id().toString()),
                        texts(named, owner -> String.join("\n", owner.axes().names())))
                .chain(() -> Native.execute(
                        ADD_VALUES,
                        texts(values, value -> value.spu().toString()),
                        integers(values, Value::axis),
                        texts(values, Value::value),
                        integers(values, Value::position)))
                .chain(() -> Native.execute(
                        UPSERT_SKUS,
                        texts(writes, write -> write.id().toString()),
                        texts(writes, write -> write.spu().toString()),
                        texts(writes, Write::code),
                        texts(writes, write -> String.join("\n", write.tuple())),
                        texts(writes, Write::imageUrl),
                        now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    private static Owner owner(Object[] product, List<Object[]> values) {
        var names = ImportedGoods.lines((String) product[3]);
        var axes = IntStream.range(0, names.size())
                .mapToObj(i -> new Axis(
                        names.get(i),
                        values.stream()
                                .filter(column -> column[0].equals(product[0]) && ((Number) column[1]).intValue() == i)
                                .map(column -> (String) column[2])
                                .toList()))
                .toList();
        return new Owner(
                (UUID) product[0], (String) product[1], ProductState.valueOf((String) product[2]), new Axes(axes));
    }

    private static List<Value> values(Owner owner) {
        var axes = owner.axes().axes();
        return IntStream.range(0, axes.size())
                .boxed()
                .flatMap(axis -> IntStream.range(0, axes.get(axis).values().size())
                        .mapToObj(i -> new Value(
                                owner.id(), axis, axes.get(axis).values().get(i), i + 1)))
                .toList();
    }
}
