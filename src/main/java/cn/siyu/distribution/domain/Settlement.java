package cn.siyu.distribution.domain;

import cn.siyu.distribution.Unlawful;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * How a team is settled (C4): each member by himself, or all through a company under a contract that runs for a time. The type has
 * no room for a company without its papers, nor for a share of the captain (L9).
 */
public record Settlement(Optional<Contract> contract) {

    public static final Settlement PERSONAL = new Settlement(Optional.empty());

    /** The contract with the company that is paid for the team. */
    public record Contract(UUID company, String file, Instant until) {}

    /**
     * What somebody would like to have, lawful or not.
     *
     * @param captainBp what the captain is to have of members' sales
     */
    public record Wish(
            Team.Settlement kind,
            Optional<UUID> company,
            Optional<String> contractFile,
            Optional<Instant> contractUntil,
            int captainBp) {

        /** The settlement, or the refusal that the law demands. */
        public Settlement lawful(Instant now) {
            if (captainBp > 0) {
                throw Unlawful.CAPTAIN_SHARE.refused();
            }
            return switch (kind) {
                case PERSONAL -> PERSONAL;
                case COMPANY -> new Settlement(Optional.of(papers(now)));
            };
        }

        private Contract papers(Instant now) {
            var until = contractUntil.filter(end -> end.isAfter(now));
            if (company.isEmpty() || contractFile.isEmpty() || until.isEmpty()) {
                throw Unlawful.COMPANY_WITHOUT_LICENCE.refused();
            }
            return new Contract(company.get(), contractFile.get(), until.get());
        }
    }

    public Team.Settlement kind() {
        return contract.isPresent() ? Team.Settlement.COMPANY : Team.Settlement.PERSONAL;
    }
}
