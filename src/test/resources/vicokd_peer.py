"""A step of ViCoKD in PyTorch eager mode, the peer of DistillationBenchmark: same networks, batch, losses and threads.

Arguments: mode (encoding, cached or flat), steps. Writes one line of JSON.
"""
import json
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

WINDOWS, VIEWS, SLOTS, CLASSES, WIDTH, SIDE = 2, 5, 14, 9, 384, 224
FEATURE, SOUND = 384 + 8 + 1, 38 * 128
TAU = 4.0


def positions(rows, width):
    at = torch.arange(rows)[:, None] / 10000 ** (2 * (torch.arange(width) // 2) / width)
    return torch.where(torch.arange(width) % 2 == 0, at.sin(), at.cos())


class Attention(nn.Module):
    def __init__(self, heads, dropout=0.0):
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))

    def forward(self, queries, memory):
        split = lambda x: x.unflatten(-1, (self.heads, -1)).transpose(1, 2)
        mixed = F.scaled_dot_product_attention(
            split(self.query(queries)), split(self.key(memory)), split(self.value(memory)))
        return F.dropout(self.out(mixed.transpose(1, 2).flatten(2)), self.dropout, self.training)


class Block(nn.Module):
    def __init__(self, heads, path=0.0):
        super().__init__()
        self.path = path
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=1e-6), nn.LayerNorm(WIDTH, eps=1e-6)
        self.attention = Attention(heads)
        self.wide, self.narrow = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

    def drop(self, x):
        if not self.training or self.path == 0:
            return x
        kept = x.new_empty(len(x), 1, 1).bernoulli_(1 - self.path) / (1 - self.path)
        return x * kept

    def forward(self, x):
        normal = self.norm1(x)
        x = x + self.drop(self.attention(normal, normal))
        return x + self.drop(self.narrow(F.gelu(self.wide(self.norm2(x)))))


class VisionTransformer(nn.Module):
    """vit_small_patch32_224 without its head."""

    def __init__(self):
        super().__init__()
        self.patch = nn.Conv2d(3, WIDTH, 32, 32)
        self.token = nn.Parameter(torch.randn(1, 1, WIDTH) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, 50, WIDTH) * 0.02)
        self.blocks = nn.Sequential(*(Block(6) for _ in range(12)))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-6)

    def forward(self, x):
        x = self.patch(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], 1) + self.positions
        return self.norm(self.blocks(x)[:, 0])


class MultiTsf(nn.Module):
    """Cross-modal attention and the MultiTSF backbone."""

    def __init__(self, hears):
        super().__init__()
        self.seen_norm, self.seen = nn.LayerNorm(FEATURE, eps=1e-5), nn.Linear(FEATURE, WIDTH)
        if hears:
            sizes = [SOUND, 512, 256, 128, WIDTH]
            layers = [nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])]
            self.heard = nn.Sequential(*(m for layer in layers for m in (nn.ReLU(), layer)))[1:]
        else:
            self.heard = None
            self.adapter = nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.ReLU(), nn.Linear(WIDTH, WIDTH))
        self.cross = Attention(4, 0.1)
        self.token = nn.Parameter(torch.zeros(1, 1, WIDTH))
        self.blocks = nn.Sequential(Block(12, 0.0), Block(12, 0.1))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-6)
        self.human, self.frame_head = nn.Linear(WIDTH, 1), nn.Linear(WIDTH, CLASSES)
        self.device, self.wide, self.narrow = Attention(4, 0.1), nn.Linear(WIDTH, 256), nn.Linear(256, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.sequence_norm, self.sequence_head = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, CLASSES)
        self.register_buffer("order", positions(SLOTS + 1, WIDTH))

    def forward(self, seen, sound):
        visual = self.seen(self.seen_norm(seen))
        audio = self.adapter(visual) if self.heard is None else self.heard(sound)
        order = self.order[:SLOTS]
        attended = self.cross((visual + order).flatten(0, 1), (audio + order).flatten(0, 1)).view_as(visual)
        fused = visual + attended
        rows = fused.flatten(0, 1)
        rows = torch.cat([self.token.expand(len(rows), -1, -1), rows], 1) + self.order
        encoded = self.norm(self.blocks(F.dropout(rows, 0.1, self.training)))[:, 1:].view_as(visual)
        views = self.frame_head(encoded)
        turned = encoded.transpose(1, 2).flatten(0, 1)
        y = self.norm1(turned + self.device(turned, turned))
        inner = F.dropout(F.relu(self.wide(y)), 0.1, self.training)
        z = self.norm2(y + F.dropout(self.narrow(inner), 0.1, self.training))
        window = z.view(WINDOWS, SLOTS, VIEWS, WIDTH).mean((1, 2))
        return dict(attended=attended, fused=fused, views=views, frames=views.max(1).values,
                    sequence=self.sequence_head(self.sequence_norm(window)), people=self.human(visual).squeeze(-1))


def two_way(x, y):
    def along(x, y):
        positive = 4 * torch.logsumexp((-x / 4).masked_fill(~y, -math.inf), 0)
        negative = torch.logsumexp(x.masked_fill(y, -math.inf), 0)
        some = y.any(0)
        return (F.softplus((positive + negative)[some])).sum() / some.sum().clamp(min=1)
    return along(x, y) + along(x.T, y.T)


def loss(student, teacher, frames, sequences, people, visible):
    total = two_way(student["frames"].flatten(0, 1), frames.flatten(0, 1))
    total = total + two_way(student["sequence"], sequences)
    total = total - (student["people"].log_softmax(-1) * people).sum(-1).mean()
    for name in ("attended", "fused"):
        total = total + (student[name] - teacher[name]).square().sum(-1).mean()
    log = lambda result: (result["frames"] / TAU).log_softmax(-1)
    total = total + TAU ** 2 * F.kl_div(log(student), log(teacher), log_target=True, reduction="none").sum(-1).mean()
    p = student["views"].softmax(-1)
    sure = p.max(-1).values.detach()
    consistency = 0.0
    for i in range(VIEWS):
        for j in range(i + 1, VIEWS):
            a, b = p[:, i], p[:, j]
            m = ((a + b) / 2).log()
            js = 0.5 * (a * (a.log() - m)).sum(-1) + 0.5 * (b * (b.log() - m)).sum(-1)
            consistency = consistency + (sure[:, i] * sure[:, j] * visible[:, i] * visible[:, j] * js).mean()
    return total + consistency / (VIEWS * (VIEWS - 1) / 2)


def status(name):
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) // 1024 for line in lines if line.startswith(name))


def main():
    mode, steps = sys.argv[1], int(sys.argv[2])
    torch.set_num_threads(2)
    torch.manual_seed(1)
    encoder = VisionTransformer().eval() if mode == "encoding" else None
    teacher, student = MultiTsf(True).eval(), MultiTsf(False).train()
    optimizer = torch.optim.Adam(student.parameters(), 1e-4, weight_decay=5e-4)
    cells = (WINDOWS, VIEWS, SLOTS)
    pixels = torch.randint(0, 256, (math.prod(cells), 3, SIDE, SIDE), dtype=torch.uint8) if encoder else None
    features, sound = torch.randn(*cells, FEATURE).half(), torch.randn(*cells, SOUND).half()
    frames = torch.rand(WINDOWS, SLOTS, CLASSES) > 0.8
    people = torch.rand(cells)
    resident = []

    def step():
        seen = features.float()
        if encoder:
            with torch.no_grad():
                levels = (pixels.float() - 127.5) / 127.5
                seen = torch.cat([encoder(levels), torch.ones(len(levels), FEATURE - WIDTH)], 1).view(*cells, -1)
        heard = sound.float()
        with torch.no_grad():
            taught = teacher(seen, heard)
        total = loss(student(seen, heard), taught, frames, frames.any(1), people, (people > 0.25).float())
        assert math.isfinite(total.item())
        optimizer.zero_grad()
        total.backward()
        nn.utils.clip_grad_norm_(student.parameters(), 5)
        optimizer.step()

    for _ in range(3):
        step()
    begin = time.perf_counter()
    for i in range(steps):
        step()
        if mode == "flat" and i % 100 == 99:
            resident.append(status("VmRSS"))
    seconds = time.perf_counter() - begin
    print(json.dumps(dict(stepsPerSecond=steps / seconds, peakMib=status("VmHWM"), residentMib=resident,
                          version="PyTorch " + torch.__version__)))


main()
