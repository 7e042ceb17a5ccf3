package cn.siyu.koc.domain;

import cn.siyu.koc.CommunityId;
import cn.siyu.member.MemberId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A binding that counts at the instant in question, as an order sees it.
 *
 * @param buyerJoined since when the buyer is in the community; empty when he is not in it
 */
public record Serving(
        UUID binding,
        UUID koc,
        MemberId kocMember,
        UUID seller,
        Optional<UUID> sellerDistributor,
        CommunityId community,
        Optional<Instant> buyerJoined) {}
