package cn.siyu.race;

import cn.siyu.testing.RemoteShop.Buyer;
import cn.siyu.testing.ShopApi.Answer;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * One SKU, of which there are so many units and no more, and how people ask for one of them: in groups, in a flash sale, or by an
 * ordinary order.
 */
interface Sale {

    /** A request for one unit, that is repeated word by word. */
    record Asked(String path, Map<String, Object> body) {}

    UUID sku();

    /** What this buyer asks for. */
    Asked asked(Buyer buyer, RandomGenerator random);

    /** Units that were sold before it all began, beside the others. */
    default int before() {
        return 0;
    }

    /** The clock has leapt: what was quoted does not hold any more. */
    default void timeHasPassed() {}

    /** The order that was placed with it. */
    UUID order(Answer won);

    /** How somebody hears that he gets nothing: it is sold, he has what he may, or his group has no place for him. */
    Set<String> refusals();
}
