package cn.siyu.distribution.web;

import cn.siyu.distribution.app.Teams;
import cn.siyu.distribution.domain.Team;
import cn.siyu.distribution.store.SettlementStore.Since;
import cn.siyu.distribution.store.TeamStore.Mate;
import cn.siyu.distribution.store.TeamStore.Sheet;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A team and who is in it: names masked, states, no money. */
@Schema(name = "TeamView")
record TeamView(
        UUID id,
        String name,
        Team.Settlement settlement,
        @Nullable UUID companyId,
        @Nullable String companyName,
        Instant createdAt,
        @Nullable UUID captainId,
        List<MateView> members,

        @Schema(description = "How it was settled from when on, the latest first; staff only")
        List<SettlementView> settlements) {

    /** A team in a list. */
    @Schema(name = "TeamCardView")
    record CardView(
            UUID id,
            String name,
            Team.Settlement settlement,
            Instant createdAt,
            @Nullable UUID captainId,
            @Nullable String captainName,
            long size) {

        static CardView of(Sheet team) {
            return new CardView(
                    team.id(),
                    team.name(),
                    team.settlement(),
                    team.createdAt(),
                    team.captain().map(captain -> captain.value()).orElse(null),
                    team.captainName().orElse(null),
                    team.size());
        }
    }

    /** How a team was settled from an instant on. */
    @Schema(name = "TeamSettlementView")
    record SettlementView(
            Instant from,
            Team.Settlement settlement,
            @Nullable UUID companyId,
            @Nullable String companyName,
            @Nullable String contractFile,
            @Nullable Instant contractUntil,
            String reason,
            String by) {
        static SettlementView of(Since since) {
            return new SettlementView(
                    since.from(),
                    since.settlement(),
                    since.company().orElse(null),
                    since.companyName().orElse(null),
                    since.contractFile().orElse(null),
                    since.contractUntil().orElse(null),
                    since.reason(),
                    since.by());
        }
    }

    /** Somebody in it. */
    @Schema(name = "TeamMemberView")
    record MateView(UUID distributorId, Team.Role role, String name, String state, Instant joinedAt) {
        static MateView of(Mate mate) {
            return new MateView(
                    mate.distributor().value(), mate.role(), mate.shownName(), mate.state(), mate.joinedAt());
        }
    }

    static TeamView of(Teams.Detail detail) {
        var team = detail.team();
        return new TeamView(
                team.id(),
                team.name(),
                team.settlement(),
                team.company().orElse(null),
                team.companyName().orElse(null),
                team.createdAt(),
                team.captain().map(captain -> captain.value()).orElse(null),
                detail.mates().stream().map(MateView::of).toList(),
                detail.settlements().stream().map(SettlementView::of).toList());
    }
}
