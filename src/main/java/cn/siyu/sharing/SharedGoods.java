package cn.siyu.sharing;

import cn.siyu.kernel.tx.Sql;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.UUID;

/**
 * A port that points upwards: who leads an activity or a group knows which products a link to it promotes, and the law looks at
 * products (L6). Every bean of this type is asked.
 */
public interface SharedGoods {

    /** The products behind what a link leads to, other than the one that it names itself; empty for what is none of its own. */
    Uni<List<UUID>> of(Sql sql, ShareLink.Target target);
}
