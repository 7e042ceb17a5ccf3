package cn.siyu.koc.web;

import cn.siyu.koc.app.PartnerDesk.Face;
import cn.siyu.koc.domain.Membership.Scene;
import cn.siyu.member.MemberCard;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Somebody of a community; never a phone, and of the name its first character. */
@Schema(name = "CommunityMemberView")
record CommunityMemberView(
        UUID memberId,
        String name,
        @Nullable String avatarUrl,
        Instant joinedAt,
        Scene joinScene,
        @Nullable UUID inviterId) {

    static CommunityMemberView of(Face face) {
        return new CommunityMemberView(
                face.membership().member().value(),
                face.card().map(MemberCard::shownName).orElse("-"),
                face.card().flatMap(MemberCard::avatarUrl).orElse(null),
                face.membership().joinedAt(),
                face.membership().scene(),
                face.membership().inviter().orElse(null));
    }
}
