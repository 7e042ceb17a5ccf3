package cn.siyu.member;

import cn.siyu.kernel.tx.Sql;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Members as other contexts may know them, read on the caller's connection: inside a transaction or outside of any. */
public interface MemberCards {

    /** Of those that exist, in no particular order. */
    Uni<List<MemberCard>> of(Sql sql, Collection<MemberId> members);

    /** Members who may come in, behind that one in the order of their ids: for work that goes through all of them. */
    Uni<List<MemberId>> after(Sql sql, MemberId last, int limit);

    /** How many there are to go through. */
    Uni<Long> count(Sql sql);

    /** The member whom WeChat knows by this unionid. */
    Uni<Optional<MemberId>> byUnionid(Sql sql, String unionid);

    /** The members whom WeChat knows by these unionids, each under his own. */
    Uni<Map<String, MemberId>> byUnionids(Sql sql, Collection<String> unionids);

    /** The member who has bound this phone. */
    Uni<Optional<MemberId>> byPhone(Sql sql, String phone);

    /** The key under which {@link MemberCard#keys()} would hold this phone. */
    String phoneKey(String phone);
}
