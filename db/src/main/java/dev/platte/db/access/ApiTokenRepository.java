package dev.platte.db.access;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;

interface ApiTokenRepository extends JpaRepository<ApiTokenEntity, Long> {

    Optional<ApiTokenEntity> findByHash(String hash);

    List<ApiTokenEntity> findAllByOrderById();
}
