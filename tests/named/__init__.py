"""The measures after Klout and its kin, and from papers, a second time."""

from __future__ import annotations

import math

from tests.named.common import Oracle, followers
from tests.named.klout import klout, klout_amplification, klout_network, klout_reach, klout_style
from tests.named.kred import kred_influence, kred_level, kred_outreach
from tests.named.papers import (
    cha_mentions,
    cha_reposts,
    influence_passivity,
    interactor_ratio,
    passivity,
    personalised_page_rank,
    plus_k,
    reactions_a_post,
    repost_h_index,
    topic_article_rank,
    topic_authority,
    topic_hub,
    topic_page_rank,
    tunk_rank,
    twitter_rank,
    x_map,
)
from tests.named.peerindex import (
    peerindex,
    peerindex_activity,
    peerindex_audience,
    peerindex_authority,
    peerindex_resonance,
)
from tests.named.tweetlevel import (
    tweetlevel_engagement,
    tweetlevel_influence,
    tweetlevel_popularity,
    tweetlevel_role,
    tweetlevel_trust,
)
from tests.named.twitalyzer import (
    twitalyzer_clout,
    twitalyzer_engagement,
    twitalyzer_generosity,
    twitalyzer_impact,
    twitalyzer_influence,
    twitalyzer_signal,
    twitalyzer_type,
    twitalyzer_velocity,
)

NAMED: dict[str, Oracle] = {
    "klout": klout,
    "klout_reach": klout_reach,
    "klout_amplification": klout_amplification,
    "klout_network": klout_network,
    "klout_style": klout_style,
    "plus_k": plus_k,
    "peerindex": peerindex,
    "peerindex_authority": peerindex_authority,
    "peerindex_audience": peerindex_audience,
    "peerindex_activity": peerindex_activity,
    "peerindex_resonance": peerindex_resonance,
    "kred_influence": kred_influence(90),
    "kred_influence_30": kred_influence(30),
    "kred_influence_60": kred_influence(60),
    "kred_influence_all": kred_influence(math.inf),
    "kred_outreach": kred_outreach,
    "kred_level": kred_level,
    "twitalyzer_impact": twitalyzer_impact,
    "twitalyzer_engagement": twitalyzer_engagement,
    "twitalyzer_influence": twitalyzer_influence,
    "twitalyzer_clout": twitalyzer_clout,
    "twitalyzer_generosity": twitalyzer_generosity,
    "twitalyzer_velocity": twitalyzer_velocity,
    "twitalyzer_signal": twitalyzer_signal,
    "twitalyzer_type": twitalyzer_type,
    "tweetlevel_influence": tweetlevel_influence,
    "tweetlevel_popularity": tweetlevel_popularity,
    "tweetlevel_engagement": tweetlevel_engagement,
    "tweetlevel_trust": tweetlevel_trust,
    "tweetlevel_role": tweetlevel_role,
    "topic_page_rank": topic_page_rank,
    "personalised_page_rank": personalised_page_rank,
    "topic_article_rank": topic_article_rank,
    "topic_authority": topic_authority,
    "topic_hub": topic_hub,
    "twitter_rank": twitter_rank,
    "tunk_rank": tunk_rank,
    "repost_h_index": repost_h_index,
    "influence_passivity": influence_passivity,
    "passivity": passivity,
    "interactor_ratio": interactor_ratio,
    "cha_followers": followers,
    "cha_reposts": cha_reposts,
    "cha_mentions": cha_mentions,
    "x_map": x_map,
    "reactions_a_post": reactions_a_post,
}
