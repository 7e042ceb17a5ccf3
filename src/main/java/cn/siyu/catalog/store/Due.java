package cn.siyu.catalog.store;

import cn.siyu.catalog.SpuId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** Products whose schedule has come, taken so that no other instance takes them too. */
@Singleton
public class Due {

    private static final String TAKE = """
            select id from catalog_spu
             where publish_at <= ?1 or unpublish_at <= ?1
             order by id
             limit ?2
               for update skip locked""";

    public Uni<List<SpuId>> take(Instant now, int limit) {
        return Native.column(UUID.class, TAKE, now.atOffset(ZoneOffset.UTC), limit)
                .map(ids -> ids.stream().map(SpuId::new).toList());
    }
}
