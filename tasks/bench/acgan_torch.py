"""The bench's work in PyTorch: the public release's networks, and one step of each kind.

One line of JSON for each kind of work. --count prints the parameters and the multiply-adds of the
networks instead; fixtures/benchmark/torch_counts.json keeps them, and a test holds them against ours.
Runs on PyTorch 1.13 and 2.x, on a CPU or with CUDA.
"""
import argparse
import json
import time

import torch
import torch.nn.functional as F
from torch import nn

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--device", default="cpu", choices=["cpu", "cuda"])
parser.add_argument("--gf", type=int, default=32, help="base filters of G")
parser.add_argument("--df", type=int, default=32, help="base filters of D and E")
parser.add_argument("--size", type=int, default=64, choices=[64, 128], help="side of the images")
parser.add_argument("--batch", type=int, default=32, help="images in a step")
parser.add_argument("--z", type=int, default=100, help="length of z")
parser.add_argument("--steps", type=int, default=5, help="steps in a timed block")
parser.add_argument("--threads", type=int, default=0, help="threads on a CPU")
parser.add_argument("--tf32", action="store_true", help="products may round their inputs to TF32")
parser.add_argument("--channels-last", action="store_true", help="images lie as NHWC in memory")
parser.add_argument("--compile", action="store_true", help="through torch.compile (2.x)")
parser.add_argument("--count", action="store_true", help="count, and time nothing")
given = parser.parse_args()

DOMAINS, EMBEDDING, KERNEL = 2, 5, 5
SIZE = given.size
DOUBLINGS = (SIZE // 4).bit_length() - 1  # from 4x4
device = torch.device(given.device)
torch.manual_seed(1)
if given.threads:
    torch.set_num_threads(given.threads)
torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = given.tf32
torch.backends.cudnn.benchmark = True


def norm(channels):
    # Keeps 0.9 of its moving statistics at each step, as the release does.
    return nn.BatchNorm2d(channels, eps=1e-5, momentum=0.1)


class Generator(nn.Module):
    """x = G(z, c): dense to 4x4, transposed convolutions of stride 2, tanh."""

    def __init__(self, gf):
        super().__init__()
        widths = [gf * 2 ** i for i in reversed(range(DOUBLINGS))]
        self.embedding = nn.Embedding(DOMAINS, EMBEDDING)
        self.dense = nn.Linear(given.z + EMBEDDING, 16 * widths[0], bias=False)
        self.first = norm(widths[0])
        self.ups = nn.ModuleList(
            nn.ConvTranspose2d(a, b, KERNEL, 2, 2, output_padding=1, bias=b == 3)
            for a, b in zip(widths, widths[1:] + [3]))
        self.norms = nn.ModuleList(norm(width) for width in widths[1:])

    def forward(self, z, c):
        x = self.dense(torch.cat([z, self.embedding(c)], 1))
        x = F.relu(self.first(x.view(z.shape[0], -1, 4, 4)))
        for up, normalize in zip(self.ups, self.norms):
            x = F.relu(normalize(up(x)))
        return torch.tanh(self.ups[-1](x))


class Trunk(nn.Module):
    """What D and E share: convolutions of stride 2, and a dense layer."""

    def __init__(self, df, outputs):
        super().__init__()
        widths = [3] + [df * 2 ** i for i in range(DOUBLINGS)]
        self.downs = nn.ModuleList(
            nn.Conv2d(a, b, KERNEL, 2, 2, bias=a == 3) for a, b in zip(widths, widths[1:]))
        self.norms = nn.ModuleList(norm(width) for width in widths[2:])
        self.dense = nn.Linear(16 * widths[-1], outputs)

    def forward(self, x):
        x = F.leaky_relu(self.downs[0](x), 0.2)
        for down, normalize in zip(self.downs[1:], self.norms):
            x = F.leaky_relu(normalize(down(x)), 0.2)
        return self.dense(x.flatten(1))


G = Generator(given.gf).to(device)
D = Trunk(given.df, 1 + DOMAINS).to(device)  # the first output is real or fake, the others the domain
E = Trunk(given.df, given.z).to(device)
networks = {"generator": G, "discriminator": D, "encoder": E}


def multiply_adds(network, *inputs):
    """Of its convolutions and dense layers, for one image."""
    total = 0

    def count(layer, _, output):
        nonlocal total
        if isinstance(layer, nn.Linear):
            total += layer.weight.numel()
        elif isinstance(layer, nn.Conv2d):
            total += layer.weight.numel() * output.shape[2] * output.shape[3]
        elif isinstance(layer, nn.ConvTranspose2d):
            total += layer.weight.numel() * output.shape[2] * output.shape[3] // 4

    hooks = [layer.register_forward_hook(count) for layer in network.modules()]
    network.eval()(*inputs)
    for hook in hooks:
        hook.remove()
    return total


if given.count:
    z, c = torch.zeros(1, given.z, device=device), torch.zeros(1, dtype=torch.long, device=device)
    image = torch.zeros(1, 3, SIZE, SIZE, device=device)
    inputs = {"generator": (z, c), "discriminator": (image,), "encoder": (image,)}
    print(json.dumps({
        name: {
            "parameters": sum(p.numel() for p in network.parameters()),
            "multiplyAdds": multiply_adds(network, *inputs[name]),
        } for name, network in networks.items()
    }))
    raise SystemExit

if given.channels_last:
    for network in networks.values():
        network.to(memory_format=torch.channels_last)
adams = {name: torch.optim.Adam(network.parameters(), 2e-4, (0.5, 0.999))
         for name, network in networks.items()}
if given.compile:
    G, D, E = (torch.compile(network) for network in (G, D, E))
layout = torch.channels_last if given.channels_last else torch.contiguous_format
pool = (torch.rand(given.batch, 3, SIZE, SIZE) * 2 - 1).contiguous(memory_format=layout)
ones, zeros = (torch.full((given.batch,), value, device=device) for value in (1.0, 0.0))
real_or_fake = F.binary_cross_entropy_with_logits


def draw():
    z = torch.randn(given.batch, given.z, device=device)
    return z, torch.randint(DOMAINS, (given.batch,), device=device)


def update(name, loss):
    adams[name].zero_grad(set_to_none=True)
    loss.backward()
    adams[name].step()


def stage1():
    """One update of D, and one of G with the same z and c."""
    x, labels = pool.to(device), torch.arange(given.batch, device=device) % DOMAINS
    z, c = draw()
    with torch.no_grad():
        fake = G(z, c)
    real, made = D(x), D(fake)
    loss_d = (real_or_fake(real[:, 0], ones) + real_or_fake(made[:, 0], zeros) +
              F.cross_entropy(real[:, 1:], labels))
    update("discriminator", loss_d)
    networks["discriminator"].requires_grad_(False)
    made = D(G(z, c))
    loss_g = real_or_fake(made[:, 0], ones) + F.cross_entropy(made[:, 1:], c)
    update("generator", loss_g)
    networks["discriminator"].requires_grad_(True)
    return loss_d.detach() + loss_g.detach()


def stage2():
    """One update of E on images of the frozen G."""
    z, c = draw()
    with torch.no_grad():
        x = G(z, c)
    loss = F.mse_loss(E(x), z)
    update("encoder", loss)
    return loss.detach()


def translate(count):
    """y = G(E(x), 1), from the host and back."""
    c = torch.ones(count, dtype=torch.long, device=device)

    def step():
        with torch.no_grad():
            return G(E(pool[:count].to(device)), c).cpu()
    return step


def wait():
    if device.type == "cuda":
        torch.cuda.synchronize()


def timed(work, step, images):
    for _ in range(3):
        step()
    blocks = []
    for _ in range(3):
        wait()
        start = time.perf_counter()
        for i in range(given.steps):
            result = step()
            if i % 10 == 0:
                result.sum().item()
        wait()
        blocks.append((time.perf_counter() - start) / given.steps)
    mode = (" compiled" if given.compile else "") + (" NHWC" if given.channels_last else "")
    name = (torch.cuda.get_device_name() if device.type == "cuda"
            else f"CPU, {torch.get_num_threads()} threads")
    print(json.dumps({
        "engine": f"torch {torch.__version__}{mode}", "device": name, "work": work, "gf": given.gf,
        "df": given.df, "batch": images, "tf32": given.tf32, "ms": 1000 * sorted(blocks)[1],
    }), flush=True)


for network in networks.values():
    network.train()
timed("stage1", stage1, given.batch)
G.eval()
timed("stage2", stage2, given.batch)
E.eval()
for count in (given.batch, 1):
    timed("translate", translate(count), count)
