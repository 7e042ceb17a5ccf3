package cn.siyu.groupbuy.web;

import cn.siyu.groupbuy.app.ShowOpenGroups.Led;
import cn.siyu.member.MemberCard;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A group that can be joined: its leader by a masked name, nothing else about anybody (B21). */
@Schema(name = "OpenBuyGroupView")
record OpenGroupView(
        UUID id, String leaderName, @Nullable String leaderAvatarUrl, int size, int paid, int left, Instant expiresAt) {

    static List<OpenGroupView> of(Led led) {
        return led.groups().stream()
                .map(group -> {
                    var leader = Optional.ofNullable(led.cards().get(group.leader()));
                    return new OpenGroupView(
                            group.id().value(),
                            leader.map(MemberCard::shownName).orElse(""),
                            leader.flatMap(MemberCard::avatarUrl).orElse(null),
                            group.size(),
                            group.paid(),
                            group.size() - group.held() - group.paid(),
                            group.expiresAt().orElseThrow());
                })
                .toList();
    }
}
