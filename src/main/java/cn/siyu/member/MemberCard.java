package cn.siyu.member;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A member as other contexts may know him: a name to show among strangers, and what he is known by, hashed.
 *
 * @param shownName the nickname masked to its first character; without a nickname {@code 会员} and four characters of the id
 * @param keys keyed hashes of unionid and phone with their kind in front: equal for two accounts of one person
 * @param registered has bound a phone
 */
public record MemberCard(
        MemberId id,
        String shownName,
        Optional<String> avatarUrl,
        Set<String> keys,
        boolean registered,
        Instant joinedAt) {}
