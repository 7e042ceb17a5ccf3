package cn.siyu.member;

import cn.siyu.kernel.tx.Sql;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Members as other contexts may know them, read on the caller's connection: inside a transaction or outside of any. */
public interface MemberCards {

    /** Of those that exist, in no particular order. */
    Uni<List<MemberCard>> of(Sql sql, Collection<MemberId> members);

    /** The member whom WeChat knows by this unionid. */
    Uni<Optional<MemberId>> byUnionid(Sql sql, String unionid);

    /** The member who has bound this phone. */
    Uni<Optional<MemberId>> byPhone(Sql sql, String phone);

    /** The key under which {@link MemberCard#keys()} would hold this phone. */
    String phoneKey(String phone);
}
