package cn.siyu.koc;

import cn.siyu.kernel.tx.Sql;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.UUID;

/** A port that points upwards: coupons are not known on this floor; a context above that knows them answers. */
public interface Gifts {

    /** Whether coupons of that template can be given out now. */
    Uni<Boolean> gives(Sql sql, UUID template, Instant now);
}
