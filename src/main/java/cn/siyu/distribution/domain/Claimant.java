package cn.siyu.distribution.domain;

import cn.siyu.distribution.DistributorId;
import cn.siyu.member.MemberId;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * What the rule has to know of a distributor who would have a customer.
 *
 * @param keys what he is known by, hashed
 * @param above whose customer he is himself, and whose that one is, and so on upwards
 */
public record Claimant(DistributorId id, MemberId member, boolean active, Set<String> keys, List<MemberId> above) {

    boolean isSamePersonAs(Customer customer) {
        return !Collections.disjoint(keys, customer.keys());
    }

    /** Also when the chain is too long to be followed: then nobody knows. */
    boolean closesChainWith(Customer customer) {
        return above.contains(customer.member()) || above.size() > BindingPolicy.LONGEST_CHAIN;
    }
}
